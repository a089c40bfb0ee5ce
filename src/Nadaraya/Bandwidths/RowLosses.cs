using System.Runtime.InteropServices;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>An objective of any estimator over the rows: local fits, errors, the trace of the hat matrix, and back from them to the moments.</summary>
/// <param name="sample">The rows.</param>
/// <param name="factors">What makes a squared error of a target its part of the mean.</param>
/// <param name="objective">What the errors and the trace make.</param>
/// <param name="options">Where signed weights count as cancelled, and the smallest effective sample size.</param>
/// <param name="meanOfOthers">What a row is predicted by that no other reaches, centred.</param>
internal sealed class RowLosses(Sample sample, double[] factors, Objective objective, FitOptions options, Func<int, int, double> meanOfOthers)
{
    private const int Block = 256;

    /// <summary>The objective at the sums, with its gradient.</summary>
    public CriterionResult Evaluate(PreparedEngine engine, Points queries, Leave leave, Moments sums, bool gradient, Run run)
    {
        int n = sample.Count;
        int targets = factors.Length;
        int blocks = (n + Block - 1) / Block;
        double[] errors = new double[blocks * targets];
        double[] traces = new double[blocks];
        int[] alone = new int[blocks];
        int[] ridged = new int[blocks];
        bool[] tooFew = new bool[blocks];
        int terms = engine.Request.Basis.TargetTerms;
        double[] solutions = gradient ? new double[n * terms * (targets + 1)] : []; // c and β of every row, for the way back
        run.ForBlocks(n, Block, (from, to) =>
        {
            int block = from / Block;
            LocalFit fit = new(engine, queries, leave, sums, options.Support.Stability, isSearch: true);
            for (int row = from; row < to; row++)
            {
                bool reached = fit.At(row);
                if (gradient && reached)
                {
                    Span<double> kept = solutions.AsSpan(row * terms * (targets + 1), terms * (targets + 1));
                    fit.Row.CopyTo(kept);
                    MemoryMarshal.CreateReadOnlySpan(ref fit.Coefficients[0, 0], terms * targets).CopyTo(kept[terms..]);
                }

                alone[block] += reached ? 0 : 1;
                ridged[block] += reached && fit.Ridge > 0 ? 1 : 0;
                for (int t = 0; t < targets; t++)
                {
                    double error = Error(fit, row, t, reached);
                    errors[(block * targets) + t] += factors[t] * sample.Weight(row) * error * error;
                }

                traces[block] += reached && objective.IsInSample ? Own(engine, sums, row) * fit.Row[0] : 0;
                tooFew[block] |= options.MinimumEffectiveSample > 0 && !(reached && Size(sums, row) >= options.MinimumEffectiveSample);
            }
        });

        double trace = traces.Sum();
        double[] means = [.. Enumerable.Range(0, targets).Select(t => Enumerable.Range(0, blocks).Sum(b => errors[(b * targets) + t]))];
        double value = tooFew.Contains(true) ? double.PositiveInfinity : Enumerable.Range(0, targets).Sum(t => factors[t] == 0 ? 0 : objective.Value(means[t], trace, sample.Size));
        double[] slopes = gradient ? Gradient(engine, queries, leave, sums, solutions, means, trace, run) : [];
        return new(value, slopes, alone.Sum()) { Ridged = ridged.Sum() };
    }

    private double[] Gradient(PreparedEngine engine, Points queries, Leave leave, Moments sums, double[] solutions, double[] means, double trace, Run run)
    {
        int n = sample.Count;
        Score score = engine.Request.Score;
        (double OfError, double OfTrace)[] slopes = [.. means.Select(mean => objective.Slopes(mean, trace, sample.Size))];
        double ofTrace = Enumerable.Range(0, means.Length).Sum(t => factors[t] == 0 ? 0 : slopes[t].OfTrace);
        double[][] adjoints = [.. sums.Sums.Select(_ => new double[n])];
        int blocks = (n + Block - 1) / Block;
        double[] own = new double[blocks * score.Parameters];
        run.ForBlocks(n, Block, (from, to) =>
        {
            LocalFit fit = new(engine, queries, leave, sums, options.Support.Stability, isSearch: true);
            Span<double> ofValues = stackalloc double[means.Length];
            Span<double> adjoint = stackalloc double[adjoints.Length];
            Span<double> gradient = own.AsSpan(from / Block * score.Parameters, score.Parameters);
            int terms = engine.Request.Basis.TargetTerms;
            for (int row = from; row < to; row++)
            {
                ReadOnlySpan<double> kept = solutions.AsSpan(row * terms * (means.Length + 1), terms * (means.Length + 1));
                ReadOnlySpan<double> c = kept[..terms], coefficients = kept[terms..];
                if (c[0] == 0)
                {
                    continue; // no fit there
                }

                for (int t = 0; t < means.Length; t++)
                {
                    double error = sample.Payload.Columns[t][row] - coefficients[t * terms];
                    ofValues[t] = -2 * slopes[t].OfError * factors[t] * sample.Weight(row) * error;
                }

                double weight = ofTrace == 0 ? 0 : Own(engine, sums, row);
                adjoint.Clear();
                fit.Adjoin(c, coefficients, ofValues, ofTrace * weight, adjoint);
                for (int k = 0; k < adjoint.Length; k++)
                {
                    adjoints[k][row] = adjoint[k];
                }

                if (weight != 0)
                {
                    score.PullAt(row, sums.Reference(row), queries, row, ofTrace * weight * c[0], gradient);
                }
            }
        });
        double[] total = engine.Pull(queries, leave, sums, adjoints, run);
        for (int k = 0; k < own.Length; k++)
        {
            total[k % score.Parameters] += own[k];
        }

        return total;
    }

    private double Error(LocalFit fit, int row, int target, bool reached) =>
        sample.Payload.Columns[target][row] - (reached ? fit.Coefficients[target, 0] : objective.IsInSample ? 0 : meanOfOthers(row, target));

    /// <summary>A row's own weight at itself, relative to what its sums are.</summary>
    private static double Own(PreparedEngine engine, Moments sums, int row) => Math.Exp(engine.Request.Score.LogWeightAt(row) - sums.Shift(row));

    private static double Size(Moments sums, int row) => sums.Weight(row) * sums.Weight(row) / sums.SquaredWeights[row];
}
