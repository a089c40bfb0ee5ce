using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Sums of every key over all others, and their slopes: a pair is weighed once and counts for both, which halves the work.</summary>
/// <remarks>
/// The rows of a group, 32 at a time, walk over the tiles from their own on; a group collects what goes to each key in a column of its own, and the groups
/// are added in their order. How many groups there are follows from the counts alone, so threads do not show. Memory: one column a group and moment, at most 128 MB.
/// </remarks>
internal sealed class PairTiles
{
    private const int Lanes = 8;
    private const int Rows = 32;
    private const int Cached = 3072; // doubles of a tile and of what goes back to it, three quarters of a first-level cache of 32 kB
    private const int MostGroups = 16;
    private const long MostCollected = 1 << 24; // doubles over all groups
    private static readonly double[] Later = [.. Enumerable.Range(0, 2 * Rows).Select(k => k < Rows ? 0.0 : 1.0)];

    private readonly GaussianScaling scaling;
    private readonly PairLoops loops;
    private readonly int n;
    private readonly int d;
    private readonly int moments;
    private readonly int length;
    private readonly int tiles;
    private readonly int groups;
    private readonly double[] store;

    private PairTiles(PoolingRequest request, GaussianScaling scaling)
    {
        this.scaling = scaling;
        loops = PairLoops.For(scaling.IsScaled);
        n = request.Keys.Count;
        d = request.Keys.Dimensions;
        moments = 1 + request.Payload.Targets;
        length = Math.Clamp(Cached / (d + (2 * moments)) & ~(Rows - 1), Rows, 512);
        tiles = (n + length - 1) / length;
        groups = (int)Math.Clamp(Math.Min(MostCollected / ((long)Padded * moments), (n + Rows - 1) / Rows), 1, MostGroups);
        store = new double[Columns * Padded];
        for (int j = 0; j < d; j++)
        {
            double[] column = request.Keys.Columns[j];
            Fill(store, j, Columns, row => scaling.Place(j, column[Math.Min(row, n - 1)]));
        }

        double[]? v = request.Score.RowWeights;
        Fill(store, d, Columns, row => row < n ? v?[row] ?? 1 : 0);
        for (int t = 0; t < request.Payload.Targets; t++)
        {
            double[] column = request.Payload.Columns[t];
            Fill(store, d + 1 + t, Columns, row => row < n ? column[row] * (v?[row] ?? 1) : 0);
        }
    }

    /// <summary>What scaling the keys beforehand may cost, as a share of the weighted mean of |y − ȳ|.</summary>
    public double ErrorBound => scaling.ErrorBound;

    private int Padded => tiles * length;

    private int Columns => d + moments;

    /// <summary>The tiles of a request; null where it is not a Gaussian with fixed bandwidths and a weighted average.</summary>
    public static PairTiles? For(PoolingRequest request) => GaussianScaling.For(request) is GaussianScaling scaling ? new(request, scaling) : null;

    /// <summary>Σ w c_b of every key over the others, and over what stays of itself.</summary>
    /// <param name="leave">Each key left out of its own sums.</param>
    /// <param name="sums">One column a moment.</param>
    /// <param name="run">Threads, cancellation.</param>
    public void Sum(Leave.LeaveRow leave, double[][] sums, Run run)
    {
        double[][] collected = [.. Enumerable.Range(0, groups).Select(_ => ArrayPool<double>.Shared.Rent(moments * Padded))];
        run.For(groups, group =>
        {
            Span<double> part = collected[group].AsSpan(0, moments * Padded);
            part.Clear();
            Walk(group, part, [], [], run.Cancellation);
        });
        run.ForBlocks(n, 4096, (from, to) =>
        {
            for (int row = from; row < to; row++)
            {
                double kept = leave.Kept(row, row);
                for (int b = 0; b < moments; b++)
                {
                    double sum = kept == 0 ? 0 : kept * store[At(row, d + b, Columns)];
                    foreach (double[] part in collected)
                    {
                        sum += part[At(row, b, moments)];
                    }

                    sums[b][row] = sum;
                }
            }
        });
        foreach (double[] part in collected)
        {
            ArrayPool<double>.Shared.Return(part);
        }
    }

    /// <summary>Σ_i Σ_b α_b(i) ∂M_b(i)/∂ln h_j.</summary>
    /// <param name="adjoints">α, one column a moment; 0 where a key's sums are another's business.</param>
    /// <param name="run">Threads, cancellation.</param>
    public double[] Pull(double[][] adjoints, Run run)
    {
        double[] inTiles = new double[moments * Padded];
        for (int b = 0; b < moments; b++)
        {
            double[] column = adjoints[b];
            Fill(inTiles, b, moments, row => row < n ? column[row] : 0);
        }

        double[] partial = new double[groups * d];
        run.For(groups, group => Walk(group, [], inTiles, partial.AsSpan(group * d, d), run.Cancellation));
        double[] slopes = new double[d];
        for (int k = 0; k < partial.Length; k++)
        {
            slopes[k % d] += partial[k] * GaussianScaling.SlopeUnit;
        }

        return slopes;
    }

    /// <summary>The pairs of a group's rows with all later ones: their sums to both rows, or, where adjoints are given, their slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk(int group, Span<double> collected, Span<double> adjoints, Span<double> slopes, CancellationToken cancellation)
    {
        bool sloping = collected.IsEmpty;
        (AddPairs all, AddPairs part) = sloping ? (loops.Slopes, loops.SlopesPart) : (loops.Sum, loops.SumPart);
        int block = moments * length;
        Span<double> back = new double[sloping ? 0 : block];
        Span<double> row = new double[d + (2 * moments)];
        Span<double> lanes = new double[Lanes * (sloping ? d : moments)];
        Span<double> totals = new double[Rows * moments];
        for (int first = group * Rows; first < n; first += groups * Rows)
        {
            int home = first / length;
            int rows = Math.Min(Rows, n - first);
            totals.Clear();
            for (int index = home; index < tiles; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                int to = Math.Min(length, (n - (index * length) + Rows - 1) / Rows * Rows);
                GaussianTile tile = new(ref store[index * Columns * length], length, d, moments, ref MemoryMarshal.GetArrayDataReference(scaling.Scales));
                Span<double> columns = sloping ? adjoints.Slice(index * block, block) : back;
                for (int r = 0; r < rows; r++)
                {
                    Read(store, first + r, Columns, row[..Columns]);
                    if (sloping)
                    {
                        Read(adjoints, first + r, moments, row[Columns..]);
                    }

                    int from = 0;
                    if (index == home)
                    {
                        // Of the rows' own 32 keys, those behind the row: the pair with one before is that one's.
                        from = (first % length) + Rows;
                        part(tile, from - Rows, from, ref Later[Rows - 1 - r], ref row[0], ref row[d], ref lanes[0], ref columns[0]);
                    }

                    if (from < to)
                    {
                        all(tile, from, to, ref Later[0], ref row[0], ref row[d], ref lanes[0], ref columns[0]);
                    }

                    if (!sloping)
                    {
                        TileSums.AddTotals(totals.Slice(r * moments, moments), lanes);
                        lanes.Clear();
                    }
                }

                if (sloping)
                {
                    TileSums.AddTotals(slopes, lanes);
                    lanes.Clear();
                }
                else
                {
                    TileSums.Add(collected.Slice(index * block, block), back);
                    back.Clear();
                }
            }

            for (int k = 0; !sloping && k < rows * moments; k++)
            {
                collected[At(first + (k / moments), k % moments, moments)] += totals[k];
            }
        }
    }

    /// <summary>Where a row's value of a column stands in tiles of so many columns.</summary>
    private int At(int row, int column, int columns) => (((row / length * columns) + column) * length) + (row % length);

    /// <summary>A row's columns.</summary>
    private void Read(ReadOnlySpan<double> from, int row, int columns, Span<double> to)
    {
        int at = At(row, 0, columns);
        for (int k = 0; k < to.Length; k++, at += length)
        {
            to[k] = from[at];
        }
    }

    private void Fill(double[] to, int column, int columns, Func<int, double> value)
    {
        for (int row = 0; row < Padded; row++)
        {
            to[At(row, column, columns)] = value(row);
        }
    }
}
