using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Sums of every key over all others, and their slopes: a pair is weighed once and counts for both, which halves the work.</summary>
/// <remarks>
/// The rows of a group, as many at a time as a loop takes keys at once, walk over the tiles from their own on; a group collects what goes to each key in a column of its own, and the groups
/// are added in their order. How many groups there are follows from the counts alone, so threads do not show. Memory: one column a group and moment.
/// </remarks>
internal sealed class PairTilesOf<TNumber> : PairTiles
    where TNumber : unmanaged, INumberBase<TNumber>
{
    private const int Cached = 24 * 1024; // bytes of a tile and of what goes back to it, three quarters of a first-level cache
    private const int Longest = 512;
    private const int Multiple = 64; // rows of either kind of number
    private const int MostGroups = 16;
    private const int RowsOfAGroup = 128; // fewer are not worth a column of their own
    private const int FewRows = 512; // so few that waking a second thread costs more than it does

    private readonly GaussianScaling scaling;
    private readonly PairLoops<TNumber> loops;
    private readonly int rowsAtOnce;
    private readonly int n;
    private readonly int d;
    private readonly int moments;
    private readonly int levels;
    private readonly int length;
    private readonly int tiles;
    private readonly int groups;
    private readonly TNumber[] store;
    private readonly TNumber[] scales;
    private readonly TNumber[] later;

    /// <param name="request">A Gaussian with fixed bandwidths and a weighted average.</param>
    /// <param name="scaling">Its scaling.</param>
    /// <param name="loops">The loops.</param>
    /// <param name="levels">How many bandwidths are summed at once: the request's, and each 1/√2 of the one before.</param>
    public PairTilesOf(PoolingRequest request, GaussianScaling scaling, PairLoops<TNumber> loops, int levels = 1)
    {
        this.scaling = scaling;
        this.loops = loops;
        rowsAtOnce = 4 * loops.Lanes;
        n = request.Keys.Count;
        d = request.Keys.Dimensions;
        moments = 1 + request.Payload.Targets;
        this.levels = levels;
        length = Math.Clamp(Cached / Unsafe.SizeOf<TNumber>() / (d + ((1 + levels) * moments)) / Multiple * Multiple, Multiple, Longest);
        tiles = (n + length - 1) / length;
        groups = (int)Math.Clamp(Math.Min(MostCollected / ((long)Padded * moments * levels), n / RowsOfAGroup), 1, MostGroups);
        scales = [.. scaling.Scales.Select(TNumber.CreateTruncating)];
        later = [.. Enumerable.Range(0, 2 * rowsAtOnce).Select(k => k < rowsAtOnce ? TNumber.Zero : TNumber.One)];
        store = new TNumber[Columns * Padded];
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

    private int Padded => tiles * length;

    private int Columns => d + moments;

    public override void Sum(Leave.LeaveRow leave, double[][] sums, Run run)
    {
        run = n < FewRows ? run with { Threads = 1 } : run;
        int collects = levels * moments;
        double[][] collected = [.. Enumerable.Range(0, groups).Select(_ => ArrayPool<double>.Shared.Rent(collects * Padded))];
        run.For(groups, group =>
        {
            Span<double> part = collected[group].AsSpan(0, collects * Padded);
            part.Clear();
            Walk(group, part, [], [], run.Cancellation);
        });
        (run with { Progress = null }).ForBlocks(n, 4096, (from, to) =>
        {
            for (int row = from; row < to; row++)
            {
                double kept = leave.Kept(row, row);
                for (int b = 0; b < collects; b++)
                {
                    double sum = kept == 0 ? 0 : kept * double.CreateTruncating(store[At(row, d + (b % moments), Columns)]);
                    foreach (double[] part in collected)
                    {
                        sum += part[At(row, b, collects)];
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

    public override double[] Pull(double[][] adjoints, Run run)
    {
        run = n < FewRows ? run with { Threads = 1 } : run;
        TNumber[] inTiles = new TNumber[moments * Padded];
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
    private void Walk(int group, Span<double> collected, Span<TNumber> adjoints, Span<double> slopes, CancellationToken cancellation)
    {
        bool sloping = collected.IsEmpty;
        int collects = sloping ? moments : levels * moments;
        int block = collects * length;
        Span<TNumber> back = new TNumber[sloping ? 0 : block];
        Span<TNumber> row = new TNumber[d + (2 * moments)];
        Span<TNumber> lanes = new TNumber[loops.Lanes * (sloping ? d : collects)];
        Span<double> totals = new double[rowsAtOnce * collects];
        for (int first = group * rowsAtOnce; first < n; first += groups * rowsAtOnce)
        {
            int home = first / length;
            int rows = Math.Min(rowsAtOnce, n - first);
            totals.Clear();
            for (int index = home; index < tiles; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                int to = Math.Min(length, (n - (index * length) + rowsAtOnce - 1) / rowsAtOnce * rowsAtOnce);
                GaussianTile<TNumber> tile = new(ref store[index * Columns * length], length, d, moments, ref MemoryMarshal.GetArrayDataReference(scales));
                Span<TNumber> columns = sloping ? adjoints.Slice(index * block, block) : back;
                for (int r = 0; r < rows; r++)
                {
                    Read(store, first + r, Columns, row[..Columns]);
                    if (sloping)
                    {
                        Read(adjoints, first + r, moments, row[Columns..]);
                    }

                    // Of the rows' own keys, those behind the row: the pair with one before is that one's.
                    int own = index == home ? first % length : 0;
                    int from = index == home ? own + rowsAtOnce : 0;
                    ref TNumber parts = ref later[rowsAtOnce - 1 - r];
                    if (sloping)
                    {
                        loops.SlopesPart(tile, own, from, ref parts, ref row[0], ref row[d], ref lanes[0], ref columns[0]);
                        loops.Slopes(tile, from, to, ref later[0], ref row[0], ref row[d], ref lanes[0], ref columns[0]);
                        continue;
                    }

                    loops.SumPart(tile, levels, own, from, ref parts, ref row[0], ref row[d], ref lanes[0], ref columns[0]);
                    loops.Sum(tile, levels, from, to, ref later[0], ref row[0], ref row[d], ref lanes[0], ref columns[0]);
                    TileSums.AddTotals(totals.Slice(r * collects, collects), lanes);
                    lanes.Clear();
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

            for (int k = 0; !sloping && k < rows * collects; k++)
            {
                collected[At(first + (k / collects), k % collects, collects)] += totals[k];
            }
        }
    }

    /// <summary>Where a row's value of a column stands in tiles of so many columns.</summary>
    private int At(int row, int column, int columns) => (((row / length * columns) + column) * length) + (row % length);

    /// <summary>A row's columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read(ReadOnlySpan<TNumber> from, int row, int columns, Span<TNumber> to)
    {
        int at = At(row, 0, columns);
        for (int k = 0; k < to.Length; k++, at += length)
        {
            to[k] = from[at];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(TNumber[] to, int column, int columns, Func<int, double> value)
    {
        for (int row = 0; row < Padded; row++)
        {
            to[At(row, column, columns)] = TNumber.CreateTruncating(value(row));
        }
    }
}
