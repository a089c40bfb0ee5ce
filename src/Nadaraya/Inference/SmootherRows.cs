using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// What a model says at queries as rows over the keys: m(q) = Σ ℓᵢ yᵢ and ∂m(q)/∂x = Σ aᵢ yᵢ. Every average of predictions, slopes and contrasts is then one row too, and its
/// standard error and its bootstrap cost one product. Immutable; open one <see cref="Reader"/> a thread.
/// </summary>
/// <param name="fitted">The sample and its engine.</param>
/// <param name="options">Where signed weights count as cancelled.</param>
/// <param name="columns">The queries, one column a feature of the model.</param>
/// <param name="run">Threads and cancellation.</param>
/// <param name="leave">Who is left out; null for nobody.</param>
internal sealed class SmootherRows(Fitted fitted, FitOptions options, double[][] columns, Run run, Leave? leave = null)
{
    private readonly Leave leave = leave ?? Leave.Nobody;
    private readonly Points points = fitted.QueryPoints(columns, columns[0].Length);

    /// <summary>The number of queries.</summary>
    public int Count => points.Count;

    /// <summary>The length of a row, in whole vectors.</summary>
    public int Width => Points.PaddedLength(fitted.Sample.Count);

    /// <summary>The queries.</summary>
    public double[][] Columns => columns;

    /// <summary>The sums at the queries, exact: the weights themselves are visited anyway.</summary>
    public Moments Moments { get; } = fitted.Exact.Sum(fitted.QueryPoints(columns, columns[0].Length), leave ?? Leave.Nobody, run with { Progress = null }, Wanted.Nearest);

    /// <summary>A reader for one thread.</summary>
    public Reader Open() => new(this, fitted, options);

    /// <summary>Solves one query after another and gives its rows.</summary>
    internal sealed class Reader
    {
        private readonly SmootherRows source;
        private readonly Fitted fitted;
        private readonly HatRows hat;
        private readonly double[] ell;
        private readonly double[] slopes;

        public Reader(SmootherRows source, Fitted fitted, FitOptions options)
        {
            this.source = source;
            this.fitted = fitted;
            Fit = new(fitted.Exact, source.points, source.leave, source.Moments, options.Support.Stability);
            hat = new(fitted.Exact, source.points, source.leave, source.Moments);
            ell = new double[source.Width];
            slopes = new double[source.Width];
        }

        /// <summary>The local fit at the query of the last call of <see cref="At"/>.</summary>
        public LocalFit Fit { get; }

        /// <summary>Solves at a query; false where it has no value.</summary>
        public bool At(int query) => Fit.At(query);

        /// <summary>row += times·ℓ.</summary>
        public void AddValue(int query, double times, double[] row) => Add(Fit.Row, query, times, row);

        /// <summary>row += times·a with ∂m/∂x = Σ aᵢ yᵢ in a continuous feature; nothing where the feature has no say.</summary>
        /// <remarks>
        /// With the power of the feature in the polynomial a = w·(S⁻¹e)'b, else a = ℓ·s − w·b'S⁻¹g with the slopes s of the log weights and g = Σ ℓᵢ sᵢ bᵢ: of a weighted average ℓᵢ(sᵢ − Σ ℓⱼsⱼ).
        /// </remarks>
        public void AddSlope(int query, int feature, double times, double[] row)
        {
            int column = fitted.ColumnOf(feature);
            if (column < 0)
            {
                return;
            }

            Basis basis = fitted.Exact.Request.Basis;
            int term = LocalSlopes.Term(basis, column, 1);
            if (term >= 0)
            {
                double[] c = new double[basis.TargetTerms];
                c[term] = 1;
                Fit.Solve(c);
                Add(c, query, times / basis.Scale(column), row);
                return;
            }

            ByWeights(query, column, times, row);
        }

        private void Add(double[] c, int query, double times, double[] row) => hat.Visit(c, query, (start, tile) =>
        {
            for (int i = 0; i < tile.Length; i++)
            {
                row[start + i] += times * tile[i];
            }
        });

        private void ByWeights(int query, int column, double times, double[] row)
        {
            PoolingRequest request = fitted.Exact.Request;
            int terms = request.Basis.TargetTerms;
            double[] g = new double[terms];
            double[] term = new double[terms == 1 ? 0 : source.Width];
            hat.Visit(Fit.Row, query, (start, tile) =>
            {
                int padded = Points.PaddedLength(tile.Length);
                tile.CopyTo(ell.AsSpan(start));
                request.Score.Slopes(source.points, query, start, column, slopes.AsSpan(start, padded));
                for (int a = 0; a < terms; a++)
                {
                    if (a > 0)
                    {
                        request.Basis.Evaluate(a, source.points, request.Keys, query, start, term.AsSpan(0, padded));
                    }

                    for (int i = 0; i < tile.Length; i++)
                    {
                        g[a] += tile[i] == 0 ? 0 : tile[i] * slopes[start + i] * (a == 0 ? 1 : term[i]);
                    }
                }
            });
            int n = fitted.Sample.Count;
            if (terms == 1)
            {
                // Centred before it is weighted, by the mean of these very weights: far from the data all slopes are large and nearly equal.
                double total = 0;
                for (int i = 0; i < n; i++)
                {
                    total += ell[i];
                }

                double mean = g[0] / total;
                for (int i = 0; i < n; i++)
                {
                    row[i] += ell[i] == 0 ? 0 : times * ell[i] * (slopes[i] - mean);
                }

                return;
            }

            for (int i = 0; i < n; i++)
            {
                row[i] += ell[i] == 0 ? 0 : times * ell[i] * slopes[i];
            }

            Fit.Solve(g);
            Add(g, query, -times, row);
        }
    }
}
