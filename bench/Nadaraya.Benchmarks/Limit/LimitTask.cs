namespace Nadaraya.Benchmarks;

/// <summary>A task of the goals: what is measured, and what it should come to.</summary>
/// <param name="Name">What <c>--only</c> finds it by.</param>
/// <param name="Unit">The unit of its figures: a share or a ratio is better larger, a time smaller.</param>
/// <param name="Reach">The goal.</param>
/// <param name="Beyond">The goal beyond, where there is one.</param>
/// <param name="Measure">Measures it.</param>
internal sealed record LimitTask(string Name, string Unit, Goal Reach, Goal? Beyond, Func<LimitResult> Measure)
{
    private bool LargerIsBetter => Unit is "%" or "×";

    /// <summary>Measures it and holds the figures to the goals.</summary>
    public LimitResult Run()
    {
        LimitResult result = Measure();
        return result with
        {
            Task = Name,
            Unit = Unit,
            Reach = Reach.Value,
            Met = IsMet(result, Reach),
            Beyond = Beyond?.Value,
            MetBeyond = Beyond is null ? null : IsMet(result, Beyond),
        };
    }

    private bool? IsMet(LimitResult result, Goal goal) => (goal.AllCores ? result.AllCores : result.OneCore) is not double figure
        ? null
        : result.IsRight && (LargerIsBetter ? figure >= goal.Value : figure <= goal.Value);
}
