using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya.Benchmarks;

/// <summary>Whether a search finds the lowest of its criterion: against a grid between the bounds of the search.</summary>
internal static class CriteriaPart
{
    private const int Seed = 1;
    private const int PointsOfOne = 200;
    private const int PointsEach = 15; // of two features
    private const double Allowed = 1e-9;

    public static string Run(double share)
    {
        int draws = Math.Max(1, (int)Math.Round(3 * share));
        Case[] cases = [.. from design in Designs.All from draw in Enumerable.Range(0, draws) from estimator in Choices.Estimators from rule in Choices.Criteria
            select new Case(design, draw, estimator.Name, estimator.Estimator, rule.Name, (Bandwidth.Searched)rule.Rule)];
        Outcome[] outcomes = Replications.Run("criteria", cases.Length, k => Judge(cases[k]));
        MarkdownTable table = new("criterion", "estimator", "searches", "at or under the grid", "above it", "most above", "exceptions", "evaluations");
        foreach ((string rule, _) in Choices.Criteria)
        {
            foreach ((string estimator, _) in Choices.Estimators)
            {
                Outcome[] own = [.. outcomes.Where((_, k) => cases[k].Rule == rule && cases[k].Estimator == estimator)];
                Outcome[] ran = [.. own.Where(o => o.Problem is null)];
                table.Add(
                    rule, estimator, $"{own.Length}", $"{ran.Count(o => o.Excess <= Allowed)}", $"{ran.Count(o => o.Excess > Allowed)}",
                    FormattableString.Invariant($"{ran.Max(o => o.Excess):0.0e+00}"), $"{own.Length - ran.Length}", MarkdownTable.Number(ran.Average(o => o.Evaluations), 0));
            }
        }

        string[] misses = [.. outcomes.Select((o, k) => (Outcome: o, Case: cases[k])).Where(p => p.Outcome.Problem is not null || p.Outcome.Excess > Allowed)
            .Select(p => FormattableString.Invariant($"- {p.Case.Design.Name}, draw {p.Case.Number}, {p.Case.Estimator}, {p.Case.Rule}: {p.Outcome.Problem ?? $"{p.Outcome.Excess:0.0e+00} above; it ended at h = {p.Outcome.Where}"}"))];
        return $"""
            Claim: in each of {Designs.All.Count} designs, {draws} {(draws == 1 ? "draw" : "draws")} each, the search ends no higher than the lowest of a grid of {PointsOfOne} bandwidths ({PointsEach} × {PointsEach} for two
            features), even in ln h between the search's own bounds, to {Allowed:0e+00} of the criterion's size. **{(misses.Length == 0 ? "Met" : "Missed")}**: {cases.Length - misses.Length} of {cases.Length}. There is no Monte-Carlo error: every case is exact.

            {table}
            {string.Join('\n', misses)}
            """;
    }

    private static Outcome Judge(Case of)
    {
        Dataset data = of.Design.Sample(Seed, of.Number).Data;
        FitOptions options = new() { Estimator = of.Way, Bandwidth = of.Minimises, Threads = 1, SummaryRows = 0 };
        try
        {
            KernelRegression model = KernelRegression.Fit(data, options);
            Sample sample = new(data);
            int[] features = sample.Arranged(Enumerable.Range(0, data.FeatureNames.Count));
            Criterion criterion = new(sample, options, features, new Run(1, CancellationToken.None), of.Minimises);
            (double[] at, double lowest) = Grid(sample, options, features).Select(h => (h, Value: criterion.Raw(criterion.Evaluate(h, gradient: false).Value))).MinBy(p => p.Value);
            return model.CriterionValue is double found
                ? new((found - lowest) / Math.Abs(lowest), model.Trace!.Steps.Count, null, $"{Text(features.Select(j => model.Features[j].Bandwidth!.Value))}, the grid at {Text(at)}")
                : new(double.NaN, 0, "no value");
        }
        catch (Exception problem) when (problem is DataException or ArgumentException or ArithmeticException or InvalidOperationException or IndexOutOfRangeException)
        {
            return new(double.NaN, 0, $"{problem.GetType().Name}: {problem.Message}");
        }
    }

    private static string Text(IEnumerable<double> bandwidths) => string.Join(" and ", bandwidths.Select(h => h.ToString("G4", CultureInfo.InvariantCulture)));

    /// <summary>Every combination of bandwidths, even in ln h.</summary>
    private static IEnumerable<double[]> Grid(Sample sample, FitOptions options, int[] features)
    {
        SearchAxis[] axes = new SearchSpace(sample, features, [.. features.Select(_ => double.NaN)], options).Axes;
        int points = axes.Length == 1 ? PointsOfOne : PointsEach;
        IEnumerable<double[]> all = [[]];
        foreach (SearchAxis axis in axes)
        {
            all = [.. all.SelectMany(h => Enumerable.Range(0, points).Select(p => (double[])[.. h, axis.At(axis.Low + ((axis.High - axis.Low) * p / (points - 1)))]))];
        }

        return all;
    }

    private sealed record Case(Design Design, int Number, string Estimator, Estimator Way, string Rule, Bandwidth.Searched Minimises);

    private sealed record Outcome(double Excess, int Evaluations, string? Problem, string Where = "");
}
