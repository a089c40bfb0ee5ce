namespace Nadaraya.Pooling;

/// <summary>One discrete column: l(query level, key level; λ), from a row of weights a query level. Its parameter θ is λ itself.</summary>
internal sealed class DiscreteFactor : Factor
{
    private readonly DiscreteKernel kernel;
    private readonly int column;
    private readonly double[] scores;
    private readonly double lambda;
    private readonly int[] codes;
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
        codes = Array.ConvertAll(keys.Columns[column], level => (int)level);
        rows = new Row?[scores.Length + 1];
        LogWeightAtZero = Enumerable.Range(0, scores.Length).Max(level => Math.Log(kernel.Weight(scores, level, level, lambda)));
    }

    public override double LogWeightAtZero { get; }

    public override int Parameters => 1;

    public override void Multiply(Points queries, int query, int start, Span<double> weights)
    {
        double[] row = At(queries, query).Weights;
        ReadOnlySpan<int> levels = codes.AsSpan(start, weights.Length);
        for (int i = 0; i < levels.Length; i++)
        {
            weights[i] *= row[levels[i]];
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

    public override double LogWeightAt(int key) => Math.Log(kernel.Weight(scores, codes[key], codes[key], lambda));

    public override bool Reaches(Points queries, int query, int key) => At(queries, query).Weights[codes[key]] > 0;

    public override void Pull(
        Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
    {
        double[] slopes = At(queries, query).LogSlopes;
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
        int level = (int)queries.Columns[column][query];
        return rows[level + 1] ??= new(
            [.. scores.Select((_, key) => kernel.Weight(scores, level, key, lambda))],
            [.. scores.Select((_, key) => Math.Log(kernel.Weight(scores, level, key, lambda)))],
            [.. scores.Select((_, key) => kernel.Slope(scores, level, key, lambda) / kernel.Weight(scores, level, key, lambda))]);
    }

    private sealed record Row(double[] Weights, double[] Logs, double[] LogSlopes);
}
