namespace Nadaraya.Benchmarks;

/// <summary>True errors of one draw.</summary>
/// <param name="Oracle">The least error of a grid of bandwidths, by estimator.</param>
/// <param name="Ratio">The error of each choice over it, by estimator/rule.</param>
internal sealed record Risks(IReadOnlyDictionary<string, double> Oracle, IReadOnlyDictionary<string, double> Ratio)
{
    private const double Narrowest = 0.004; // of the range: under the gaps of 200 rows
    private const double Widest = 20;

    /// <summary>All estimators and rules on a draw of one feature.</summary>
    /// <param name="draw">The draw.</param>
    /// <param name="points">How many bandwidths the oracle has, even in ln h.</param>
    public static Risks Of(Draw draw, int points)
    {
        Dataset data = draw.Data;
        double range = draw.Features[0].Max() - draw.Features[0].Min();
        Dictionary<string, double> oracle = [], ratio = [];
        foreach ((string name, Estimator estimator) in Choices.Estimators)
        {
            oracle[name] = Enumerable.Range(0, points).Min(p =>
                draw.ErrorOf(Choices.Fit(data, estimator, range * Narrowest * Math.Pow(Widest / Narrowest, p / (points - 1.0)))));
            foreach ((string rule, Bandwidth bandwidth) in Choices.All.Where(r => r.Name != "plug-in" || name == "linear"))
            {
                ratio[$"{name}/{rule}"] = draw.ErrorOf(Choices.Fit(data, estimator, bandwidth)) / oracle[name];
            }
        }

        return new(oracle, ratio);
    }
}
