using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The local fits at the rows themselves, kept so that a row can be added to each: O(n p²) memory. Immutable.</summary>
internal sealed class RowFits
{
    private const int Tile = 256;
    private const int Block = 256;
    private const long MostNumbers = 1L << 27; // 1 GiB

    private readonly PoolingRequest request;
    private readonly int terms;
    private readonly double[] inverses; // S⁻¹ of each row, of absolute weights
    private readonly double[][] coefficients; // β, one array a target

    /// <param name="fitted">The rows.</param>
    /// <param name="stability">Where signed weights count as cancelled.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public RowFits(Fitted fitted, double stability, Run run)
    {
        request = fitted.Exact.Request;
        terms = request.Basis.TargetTerms;
        int n = fitted.Sample.Count;
        if (request.Heads.Count > 0)
        {
            throw new DataException($"Full conformal intervals add a row to the weights of one score, and the model mixes {request.Heads.Count} heads; take the method jackknife+ or cv+.");
        }

        if ((long)n * terms * terms > MostNumbers)
        {
            throw new LimitException(FormattableString.Invariant($"Full conformal intervals keep {terms * terms} numbers for each of {n} rows, more than {MostNumbers} in all; take the method jackknife+ or cv+."));
        }

        inverses = new double[n * terms * terms];
        coefficients = [.. request.Payload.Columns.Select(_ => new double[n * terms])];
        UnitWeight = fitted.Sample.InverseCounts is null ? 1 : fitted.Sample.LeftOut(0);
        Points rows = Points.Queries(request.Keys.Columns, n);
        Moments moments = fitted.Engine.Sum(rows, Leave.Nobody, run.Part(0, 0.8), Wanted.Nearest);
        run.Part(0.8, 1).ForBlocks(n, Block, (from, to) =>
        {
            LocalFit fit = new(fitted.Engine, rows, Leave.Nobody, moments, stability);
            for (int i = from; i < to; i++)
            {
                _ = fit.At(i); // a row has its own weight, so there is always a value
                double unit = Math.Exp(-moments.Shift(i));
                for (int a = 0; a < terms; a++)
                {
                    Span<double> row = inverses.AsSpan(((i * terms) + a) * terms, terms);
                    row[a] = unit;
                    fit.Solve(row);
                    for (int t = 0; t < coefficients.Length; t++)
                    {
                        coefficients[t][(i * terms) + a] = fit.Coefficients[t, a];
                    }
                }
            }
        });
    }

    /// <summary>The weight of one new row, before the kernel.</summary>
    public double UnitWeight { get; }

    /// <summary>ln k(0).</summary>
    public double LogWeightAtZero => request.Score.LogWeightAtZero;

    /// <summary>m̂ at a row, centred and over the scale.</summary>
    public double Value(int row, int target) => coefficients[target][row * terms];

    /// <summary>γᵢ = kᵢ(S⁻¹b)₀/(1 + kᵢ b'S⁻¹b) of every row for a new one at a query, and b'βᵢ, what each row's fit says there.</summary>
    public void Add(Points points, int query, double[] influence, double[][] carried)
    {
        Span<double> kernel = stackalloc double[Tile];
        double[] monomials = new double[Tile * terms];
        for (int start = 0; start < influence.Length; start += Tile)
        {
            int length = Points.PaddedLength(Math.Min(Tile, influence.Length - start));
            request.Score.Kernels(points, query, start, kernel[..length]);
            monomials.AsSpan(0, length).Fill(1);
            for (int a = 1; a < terms; a++)
            {
                // (x − xᵢ)ᵃ, seen from the row: the sign turns with odd powers.
                Span<double> values = monomials.AsSpan(a * length, length);
                request.Basis.Evaluate(a, points, request.Keys, query, start, values);
                if (request.Basis.Exponents(a).Sum() % 2 == 1)
                {
                    TurnSign(values);
                }
            }

            for (int i = 0; i < length && start + i < influence.Length; i++)
            {
                (double first, double form) = (0, 0);
                ReadOnlySpan<double> inverse = inverses.AsSpan((start + i) * terms * terms, terms * terms);
                for (int a = 0; a < terms; a++)
                {
                    double row = 0;
                    for (int b = 0; b < terms; b++)
                    {
                        row += inverse[(a * terms) + b] * monomials[(b * length) + i];
                    }

                    first = a == 0 ? row : first;
                    form += row * monomials[(a * length) + i];
                }

                double weight = UnitWeight * kernel[i];
                influence[start + i] = weight * first / (1 + (weight * form));
                for (int t = 0; t < carried.Length; t++)
                {
                    double value = 0;
                    for (int a = 0; a < terms; a++)
                    {
                        value += coefficients[t][((start + i) * terms) + a] * monomials[(a * length) + i];
                    }

                    carried[t][start + i] = value;
                }
            }
        }
    }

    private static void TurnSign(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = -values[i];
        }
    }
}
