using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>One discrete column: l(query level, key level; λ), from a row of weights a query level. Its parameter θ is λ itself.</summary>
internal sealed class DiscreteFactor : Factor
{
    private const long MostValues = 1 << 22; // of keys times levels

    private readonly DiscreteKernel kernel;
    private readonly int column;
    private readonly double[] scores;
    private readonly double lambda;
    private readonly int[] codes;
    private readonly double[] ofOwn; // ln l of a level at itself
    private readonly Row?[] rows;

    /// <param name="kernel">The kernel.</param>
    /// <param name="keys">The keys, of which one column holds indexes of levels.</param>
    /// <param name="column">Which.</param>
    /// <param name="scores">Where each level stands.</param>
    /// <param name="lambda">λ.</param>
    public DiscreteFactor(DiscreteKernel kernel, Points keys, int column, double[] scores, double lambda)
    {
        this.kernel = kernel;
        this.column = column;
        this.scores = scores;
        this.lambda = lambda;
        codes = keys.Levels(column);
        rows = new Row?[scores.Length + 1];
        ofOwn = [.. Enumerable.Range(0, scores.Length).Select(level => Math.Log(kernel.Weight(scores, level, level, lambda)))];
        LogWeightAtZero = ofOwn.Max();
    }

    /// <summary>The same factor over other keys with the same columns.</summary>
    public DiscreteFactor Over(Points keys) => new(kernel, keys, column, scores, lambda);

    public override double LogWeightAtZero { get; }

    public override int Parameters => 1;

    /// <summary>How many rows of weights there are: one a level of a query, and one for levels that no key has.</summary>
    public int Rows => rows.Length;

    /// <summary>Which of them is a query's.</summary>
    public int RowAt(Points queries, int query) => (int)queries.Columns[column][query] + 1;

    /// <summary>∂ln l/∂λ of a query and a key; no number where l is 0.</summary>
    public double SlopeOf(Points queries, int query, int key) => At(queries, query).LogSlopes[codes[key]];

    public override void Multiply(Points queries, int query, int start, Span<double> weights)
    {
        Row row = At(queries, query);
        if (row.WeightOfKeys is double[] each)
        {
            TileDots.Product(weights, each.AsSpan(start, weights.Length), weights);
            return;
        }

        ReadOnlySpan<int> levels = codes.AsSpan(start, weights.Length);
        for (int i = 0; i < levels.Length; i++)
        {
            weights[i] *= row.Weights[levels[i]];
        }
    }

    public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log)
    {
        double[] row = At(queries, query).Logs;
        double ofReference = row[codes[reference]];
        for (int i = 0; i < log.Length; i++)
        {
            double own = row[codes[start + i]];
            log[i] += own == ofReference ? 0 : own - ofReference;
        }
    }

    public override double LogScore(Points queries, int query, int key) => At(queries, query).Logs[codes[key]];

    public override double LogWeightAt(int key) => ofOwn[codes[key]];

    public override bool Reaches(Points queries, int query, int key) => At(queries, query).Weights[codes[key]] > 0;

    public override void Pull(
        Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
    {
        Row row = At(queries, query);
        if (reference < 0 && row.SlopeOfKeys is double[] each)
        {
            gradient[0] += TileSums.Total(TileSums.Dot(coefficients, each.AsSpan(start, coefficients.Length)));
            return;
        }

        double[] slopes = row.LogSlopes;
        double ofReference = reference < 0 ? 0 : slopes[codes[reference]];
        double sum = 0;
        for (int i = 0; i < coefficients.Length; i++)
        {
            if (coefficients[i] != 0)
            {
                sum += coefficients[i] * (slopes[codes[start + i]] - ofReference);
            }
        }

        gradient[0] += sum;
    }

    public override void PullAt(int key, int reference, Points queries, int query, double coefficient, Span<double> gradient)
    {
        int level = codes[key];
        double ofReference = reference < 0 ? 0 : At(queries, query).LogSlopes[codes[reference]];
        gradient[0] += coefficient * ((kernel.Slope(scores, level, level, lambda) / kernel.Weight(scores, level, level, lambda)) - ofReference);
    }

    /// <summary>The weights of all levels around a query's, computed once a level.</summary>
    private Row At(Points queries, int query)
    {
        int row = RowAt(queries, query);
        int level = row - 1;
        return rows[row] ??= new(
            [.. scores.Select((_, key) => kernel.Weight(scores, level, key, lambda))],
            [.. scores.Select((_, key) => Math.Log(kernel.Weight(scores, level, key, lambda)))],
            [.. scores.Select((_, key) => kernel.Slope(scores, level, key, lambda) / kernel.Weight(scores, level, key, lambda))],
            (long)codes.Length * rows.Length <= MostValues ? codes : []);
    }

    /// <summary>What a query level makes of every level; of every key too, where that is not too much to keep and once it is asked for.</summary>
    private sealed class Row(double[] weights, double[] logs, double[] logSlopes, int[] codes)
    {
        public double[] Weights => weights;

        public double[] Logs => logs;

        public double[] LogSlopes => logSlopes;

        public double[]? WeightOfKeys => codes.Length == 0 ? null : field ??= Array.ConvertAll(codes, code => weights[code]);

        // Where a weight is 0 so is its coefficient: the slope must be a number for their product to be 0.
        public double[]? SlopeOfKeys => codes.Length == 0 ? null : field ??= Array.ConvertAll(codes, code => double.IsFinite(logSlopes[code]) ? logSlopes[code] : 0);
    }
}
