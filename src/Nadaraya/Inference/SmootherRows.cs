using Nadaraya.Engines;
using Nadaraya.Numerics;
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
        private readonly Fitted fitted;
        private readonly QueryRow row;
        private int taken = -1;

        public Reader(SmootherRows source, Fitted fitted, FitOptions options)
        {
            this.fitted = fitted;
            Fit = new(fitted.Exact, source.points, source.leave, source.Moments, options.Support.Stability);
            row = new(fitted.Exact, source.points, source.leave, source.Moments);
        }

        /// <summary>The local fit at the query of the last call of <see cref="At"/>.</summary>
        public LocalFit Fit { get; }

        /// <summary>Solves at a query; false where it has no value.</summary>
        public bool At(int query) => Fit.At(query);

        /// <summary>to += times·ℓ.</summary>
        public void AddValue(int query, double times, double[] to)
        {
            Take(query);
            TileSums.MultiplyAdd(to, row.Hat, times);
        }

        /// <summary>to += times·a with ∂m/∂x = Σ aᵢ yᵢ in a continuous feature; nothing where the feature has no say.</summary>
        public void AddSlope(int query, int feature, double times, double[] to)
        {
            int column = fitted.ColumnOf(feature);
            if (column >= 0)
            {
                Take(query);
                row.TakeSlope(Fit, query, column);
                TileSums.MultiplyAdd(to, row.Slope, times);
            }
        }

        private void Take(int query)
        {
            if (taken != query)
            {
                row.Take(Fit, query);
                taken = query;
            }
        }
    }
}
