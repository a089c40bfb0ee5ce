using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>
/// From ∂L/∂M of every query to ∂L/∂z of the queries and the keys themselves, under w = v·exp(−½‖q − k‖²): what a learned map of the rows is trained by, since its own
/// gradient is that of its points times what they came from.
/// </summary>
/// <remarks>
/// With φ = w Σ_ab adjoint[a,b] b(Δ) c, Δ = k − q: ∂L/∂k = −φΔ + w Σ adjoint ∂b/∂Δ c, and ∂L/∂q = −∂L/∂k, summed over pairs. A weighted average has no second part, and where
/// the queries are the keys a pair counts for both at once. O(n·m·d) time, O((n + m)·d) memory; the work is cut into parts that follow from the counts, so threads do not show.
/// </remarks>
/// <param name="engine">What gave the sums, of Gaussians at bandwidth 1.</param>
/// <param name="queries">The queries.</param>
/// <param name="leave">Who was left out.</param>
/// <param name="moments">The sums.</param>
/// <param name="adjoints">∂L/∂M, one column a moment.</param>
internal sealed class PointPull(PreparedEngine engine, Points queries, Leave leave, Moments moments, double[][] adjoints)
{
    private const int TileLength = 256;
    private const int Block = 32;
    private const int MostParts = 16;
    private const long MostCollected = 1 << 23; // numbers, over all parts

    private readonly PoolingRequest request = engine.Request;
    private readonly Points keys = engine.Request.Keys;
    private readonly Basis basis = engine.Request.Basis;
    private readonly int d = engine.Request.Keys.Dimensions;

    /// <summary>∂L/∂z, one column a dimension: of the queries, and of the keys. The same object for both, holding the sum, where the queries are the keys.</summary>
    /// <param name="run">Threads and cancellation.</param>
    public (double[][] OfQueries, double[][] OfKeys) Evaluate(Run run)
    {
        run = run with { Progress = null };
        bool same = ReferenceEquals(queries.Columns, keys.Columns) && queries.Count == keys.Count;
        double[][] ofQueries = Columns(queries.Count);
        double[][] ofKeys = same ? ofQueries : Columns(keys.Count);
        bool plain = basis.TargetTerms == 1 && leave is Leave.LeaveNobody or Leave.LeaveRow && request.Payload.Targets == 1;
        int[] alone = [.. Enumerable.Range(0, queries.Count).Where(q => !plain || moments.Reference(q) >= 0)];
        if (alone.Length < queries.Count)
        {
            Plain(same, alone, ofQueries, ofKeys, run);
        }

        if (alone.Length > 0)
        {
            OneByOne(alone, ofQueries, ofKeys, run);
        }

        return (ofQueries, ofKeys);
    }

    private double[][] Columns(int count) => [.. Enumerable.Range(0, d).Select(_ => new double[count])];

    /// <summary>φ = k(q, k)·(a₀(q) + a₁(q)c(k))·v(k) is a sum of products of something of the query and something of the key, and so it is the other way round.</summary>
    private void Plain(bool same, int[] alone, double[][] ofQueries, double[][] ofKeys, Run run)
    {
        double[][] a = [Without(alone, adjoints[0]), Without(alone, adjoints[1])];
        double[] v = new double[Points.PaddedLength(keys.Count)];
        for (int j = 0; j < keys.Count; j++)
        {
            v[j] = request.Score.RowWeights?[j] ?? 1;
        }

        double[] vc = new double[v.Length];
        TileDots.Product(v, request.Payload.Columns[0], vc);
        int[] keyOfQuery = leave is Leave.LeaveRow each ? each.Rows : [.. Enumerable.Repeat(-1, queries.Count)];
        if (same)
        {
            Walk(keys.Columns, keyOfQuery, [.. a, v, vc], keys.Columns, [v, vc, .. a], ofQueries, run);
            return;
        }

        int[] queryOfKey = [.. Enumerable.Repeat(-1, keys.Count)];
        for (int q = 0; q < keyOfQuery.Length; q++)
        {
            if (keyOfQuery[q] >= 0)
            {
                queryOfKey[keyOfQuery[q]] = q;
            }
        }

        double[][] padded = Points.Keys(queries.Columns, queries.Count).Columns;
        Walk(queries.Columns, keyOfQuery, a, keys.Columns, [v, vc], ofQueries, run);
        Walk(keys.Columns, queryOfKey, [v, vc], padded, a, ofKeys, run);
    }

    private double[] Without(int[] alone, double[] adjoint)
    {
        double[] some = new double[Points.PaddedLength(queries.Count)];
        adjoint.AsSpan(0, queries.Count).CopyTo(some);
        foreach (int query in alone)
        {
            some[query] = 0;
        }

        return some;
    }

    /// <summary>to_r −= Σ_c k(r, c) ⟨ofRow(r), ofColumn(c)⟩ (z_r − z_c), c not the row's own. The columns and what belongs to them in whole vectors.</summary>
    private void Walk(double[][] rows, int[] ownOf, double[][] ofRow, double[][] columns, double[][] ofColumn, double[][] to, Run run)
    {
        int padded = ofColumn[0].Length;
        double[] ones = [.. Enumerable.Repeat(1.0, d)];
        run.ForBlocks(ownOf.Length, Block, (from, until) =>
        {
            double[] z = new double[d], sums = new double[d];
            double[] weights = new double[TileLength], form = new double[TileLength];
            for (int r = from; r < until; r++)
            {
                for (int k = 0; k < d; k++)
                {
                    z[k] = rows[k][r];
                }

                double total = 0;
                sums.AsSpan().Clear();
                for (int start = 0; start < padded; start += TileLength)
                {
                    int length = Math.Min(TileLength, padded - start);
                    Span<double> w = weights.AsSpan(0, length), f = form.AsSpan(0, length);
                    TileDots.Line(0, ofColumn[0].AsSpan(start, length), ofRow[0][r], f);
                    for (int b = 1; b < ofRow.Length; b++)
                    {
                        TileDots.AddScaled(ofColumn[b].AsSpan(start, length), ofRow[b][r], f);
                    }

                    TileKernels.Squares(columns, start, z, ones, w);
                    TileSums.Gaussian(w);
                    TileSums.Multiply(w, f);
                    if ((uint)(ownOf[r] - start) < (uint)length)
                    {
                        w[ownOf[r] - start] = 0; // its part is 0 either way, but it may be so large that the others' digits are lost beside it
                    }

                    total += TileSums.Total(TileSums.Sum(w));
                    for (int k = 0; k < d; k++)
                    {
                        sums[k] += TileSums.Total(TileSums.Dot(w, columns[k].AsSpan(start, length)));
                    }
                }

                for (int k = 0; k < d; k++)
                {
                    to[k][r] += sums[k] - (z[k] * total);
                }
            }
        });
    }

    /// <summary>Queries whose weights are relative to a key's, or where groups are left out, or the basis has slopes of its own: by the plain definition.</summary>
    private void OneByOne(int[] which, double[][] ofQueries, double[][] ofKeys, Run run)
    {
        int parts = (int)Math.Clamp(Math.Min(MostCollected / Math.Max((long)keys.Count * d, 1), which.Length / 8), 1, MostParts);
        double[][][] collected = [.. Enumerable.Range(0, parts).Select(_ => Columns(keys.Count))];
        run.For(parts, part =>
        {
            Form form = new(basis, request.Payload.Targets, d);
            double[] apart = new double[d], slope = new double[d], own = new double[d], values = new double[request.Payload.Targets];
            for (int index = part; index < which.Length; index += parts)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                int query = which[index];
                form.Read(adjoints, query);
                own.AsSpan().Clear();
                engine.Visit(queries, query, leave, moments, (start, w) =>
                {
                    for (int i = 0; i < w.Length; i++)
                    {
                        if (w[i] == 0)
                        {
                            continue;
                        }

                        int key = start + i;
                        for (int k = 0; k < d; k++)
                        {
                            apart[k] = keys.Columns[k][key] - queries.Columns[k][query];
                        }

                        for (int t = 0; t < values.Length; t++)
                        {
                            values[t] = request.Payload.Columns[t][key];
                        }

                        form.Slope(values, apart, w[i], slope);
                        for (int k = 0; k < d; k++)
                        {
                            collected[part][k][key] += slope[k];
                            own[k] -= slope[k];
                        }
                    }
                });
                for (int k = 0; k < d; k++)
                {
                    ofQueries[k][query] += own[k]; // a query is of one part alone
                }
            }
        });
        foreach (double[][] part in collected)
        {
            for (int k = 0; k < d; k++)
            {
                TileSums.Add<double>(ofKeys[k], part[k]);
            }
        }
    }

    /// <summary>Σ_ab adjoint[a,b] b(Δ) c of one query, a constant, a line and products of differences, with its slope in Δ. For one thread.</summary>
    private sealed class Form
    {
        private readonly Basis basis;
        private readonly int d;
        private readonly bool isLine;
        private readonly double[] constants; // of 1, then of each target
        private readonly double[] lines; // of each difference: beside 1, then beside each target
        private readonly double[] products; // of differences k and l ≥ k
        private readonly double[] steps; // per unit of difference

        public Form(Basis basis, int targets, int d)
        {
            (this.basis, this.d, isLine) = (basis, d, basis.TargetTerms > 1);
            constants = new double[1 + targets];
            lines = new double[(1 + targets) * d];
            products = new double[d * d];
            steps = [.. Enumerable.Range(0, isLine ? d : 0).Select(k => 1 / basis.Scale(k))];
        }

        /// <summary>Takes a query's adjoints.</summary>
        public void Read(double[][] adjoints, int query)
        {
            constants[0] = adjoints[0][query];
            for (int t = 1; t < constants.Length; t++)
            {
                int column = basis.WeightTerms + ((t - 1) * basis.TargetTerms);
                constants[t] = adjoints[column][query];
                for (int k = 0; k < d && isLine; k++)
                {
                    lines[(t * d) + k] = adjoints[column + 1 + k][query] * steps[k];
                }
            }

            for (int k = 0; k < d && isLine; k++)
            {
                lines[k] = adjoints[basis.Product(0, k + 1)][query] * steps[k];
                for (int l = k; l < d; l++)
                {
                    products[(k * d) + l] = adjoints[basis.Product(k + 1, l + 1)][query] * steps[k] * steps[l];
                }
            }
        }

        /// <summary>∂L/∂Δ of a key: w·(∂form/∂Δ − form·Δ).</summary>
        public void Slope(double[] values, double[] apart, double weight, double[] slope)
        {
            double form = constants[0];
            for (int t = 1; t < constants.Length; t++)
            {
                form += values[t - 1] * constants[t];
            }

            for (int k = 0; k < d && isLine; k++)
            {
                double line = lines[k];
                for (int t = 1; t < constants.Length; t++)
                {
                    line += values[t - 1] * lines[(t * d) + k];
                }

                double along = 0, back = 0;
                for (int l = 0; l < k; l++)
                {
                    back += products[(l * d) + k] * apart[l];
                }

                for (int l = k; l < d; l++)
                {
                    along += products[(k * d) + l] * apart[l];
                }

                form += apart[k] * (line + along);
                slope[k] = line + along + back + (products[(k * d) + k] * apart[k]);
            }

            for (int k = 0; k < d; k++)
            {
                slope[k] = weight * ((isLine ? slope[k] : 0) - (form * apart[k]));
            }
        }
    }
}
