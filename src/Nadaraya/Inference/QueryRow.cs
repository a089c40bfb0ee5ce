using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The rows of one query after another, in whole vectors: the weights w, the hat row ℓ, the row d of a derivative. One for every thread; O(n) memory.</summary>
/// <param name="engine">What gave the moments.</param>
/// <param name="queries">The queries.</param>
/// <param name="leave">Who is left out.</param>
/// <param name="moments">Their sums.</param>
internal sealed class QueryRow(PreparedEngine engine, Points queries, Leave leave, Moments moments)
{
    private const int Tile = 256;
    private const int Block = 64;

    private readonly PoolingRequest request = engine.Request;
    private double[] slopes = [];
    private double[] other = [];

    /// <summary>wᵢ, relative to what the sums of the query are.</summary>
    public double[] Weights { get; } = new double[Points.PaddedLength(engine.Request.Keys.Count)];

    /// <summary>ℓᵢ = wᵢ·c(q)·b(xᵢ − q): the mean is Σ ℓᵢ yᵢ.</summary>
    public double[] Hat { get; } = new double[Points.PaddedLength(engine.Request.Keys.Count)];

    /// <summary>dᵢ: the derivative of the last <see cref="TakeSlope(LocalFit, int, int)"/> is Σ dᵢ yᵢ.</summary>
    public double[] Slope => slopes;

    /// <summary>Visits the queries that have a value, each solved, in blocks on the threads allowed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    /// <param name="visitor">Gets the local fit, the rows (to be taken where they are wanted), the sums, and the query.</param>
    public static void Visit(KernelRegression model, Queries queries, Run run, Action<LocalFit, QueryRow, Moments, int> visitor)
    {
        Fitted fitted = model.Fitted;
        Points points = fitted.QueryPoints(queries.Columns, queries.Count);
        Moments moments = fitted.Engine.Sum(points, Leave.Nobody, run.Part(0, 0.1), Wanted.Nearest);
        run.Part(0.1, 1).ForBlocks(queries.Count, Block, (from, to) =>
        {
            LocalFit fit = fitted.LocalFit(points, Leave.Nobody, moments);
            QueryRow row = new(fitted.Engine, points, Leave.Nobody, moments);
            for (int q = from; q < to; q++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                if (model.Verdict(fit, moments, queries, q) == SupportReason.Supported)
                {
                    visitor(fit, row, moments, q);
                }
            }
        });
    }

    /// <summary>Takes w and ℓ of a query that a fit has been solved at.</summary>
    public void Take(LocalFit fit, int query)
    {
        engine.Visit(queries, query, leave, moments, (start, weights) => weights.CopyTo(Weights.AsSpan(start)));
        if (fit.Hat is double[] known)
        {
            known.CopyTo(Hat, 0);
        }
        else
        {
            Combine(fit.Row, query, Hat);
        }
    }

    /// <summary>Takes the row of the derivative in a feature through a learned map, by the chain rule, after <see cref="Take"/>.</summary>
    /// <param name="fit">The local fit.</param>
    /// <param name="query">The query.</param>
    /// <param name="map">∂ column/∂ feature.</param>
    /// <param name="feature">The feature.</param>
    public void TakeSlope(LocalFit fit, int query, double[,] map, int feature)
    {
        double[] sum = new double[Hat.Length];
        for (int k = 0; k < map.GetLength(0) && feature < map.GetLength(1); k++)
        {
            TakeSlope(fit, query, k);
            TileSums.MultiplyAdd(sum, slopes, map[k, feature]);
        }

        slopes = sum;
    }

    /// <summary>Takes the derivative's row in one column after <see cref="Take"/>.</summary>
    /// <remarks>
    /// With a term for it in the polynomial d = w·b'S⁻¹e over the column's unit. Else ∂m/∂q = Σ ℓᵢ sᵢ (yᵢ − bᵢ'β) with sᵢ = ∂ln wᵢ/∂q, and β = S⁻¹Σ w b y gives dᵢ = ℓᵢ sᵢ − wᵢ bᵢ'S⁻¹g, g = Σ ℓ s b:
    /// of a weighted average ℓᵢ(sᵢ − Σ ℓⱼ sⱼ).
    /// </remarks>
    public void TakeSlope(LocalFit fit, int query, int column)
    {
        if (slopes.Length == 0)
        {
            (slopes, other) = (new double[Hat.Length], new double[Hat.Length]);
        }

        double[] c = new double[request.Basis.TargetTerms];
        int term = LocalSlopes.Term(request.Basis, column, 1);
        if (term >= 0)
        {
            c[term] = 1 / request.Basis.Scale(column);
            fit.Solve(c);
            Combine(c, query, slopes);
            return;
        }

        for (int start = 0; start < slopes.Length; start += Tile)
        {
            request.Score.Slopes(queries, query, start, column, slopes.AsSpan(start, Math.Min(Tile, slopes.Length - start)));
        }

        if (c.Length == 1)
        {
            // Centred before it is weighted, by the mean of these very weights: far from the data all slopes are large and nearly equal.
            double mean = Dot(Hat, slopes) / TileSums.Total(TileSums.Sum(Hat));
            for (int i = 0; i < slopes.Length; i++)
            {
                slopes[i] = Hat[i] == 0 ? 0 : Hat[i] * (slopes[i] - mean);
            }

            return;
        }

        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] = Hat[i] == 0 ? 0 : Hat[i] * slopes[i];
        }

        for (int a = 0; a < c.Length; a++)
        {
            Term(a, query, other);
            c[a] = Dot(slopes, other);
        }

        fit.Solve(c);
        Combine(c, query, other);
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] -= other[i];
        }
    }

    /// <summary>The values of a monomial of the basis at every key.</summary>
    public void Term(int term, int query, Span<double> values)
    {
        if (term == 0)
        {
            values.Fill(1);
            return;
        }

        for (int start = 0; start < values.Length; start += Tile)
        {
            request.Basis.Evaluate(term, queries, request.Keys, query, start, values.Slice(start, Math.Min(Tile, values.Length - start)));
        }
    }

    /// <summary>Σ a b over whole vectors, in one order at every width.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => TileSums.Total(TileSums.Dot(a, b));

    /// <summary>row[i] = wᵢ Σ_a c_a b_a(xᵢ − q).</summary>
    private void Combine(ReadOnlySpan<double> c, int query, double[] row)
    {
        Span<double> term = stackalloc double[Tile];
        for (int start = 0; start < row.Length; start += Tile)
        {
            Span<double> own = row.AsSpan(start, Math.Min(Tile, row.Length - start));
            own.Fill(c[0]);
            for (int a = 1; a < c.Length; a++)
            {
                Span<double> values = term[..own.Length];
                request.Basis.Evaluate(a, queries, request.Keys, query, start, values);
                TileSums.MultiplyAdd(own, values, c[a]);
            }

            for (int i = 0; i < own.Length; i++)
            {
                own[i] = Weights[start + i] == 0 ? 0 : own[i] * Weights[start + i];
            }
        }
    }
}
