namespace Nadaraya.Engines;

/// <summary>An engine as a plan weighed it.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="PredictedSeconds">The predicted cost on one thread; null where it declined.</param>
/// <param name="Declined">Why it declined; null where it did not.</param>
/// <param name="AtLeast">Whether it costs that at least: it had lost by then, and no more was asked.</param>
internal sealed record PlanOption(Engine Engine, double? PredictedSeconds, string? Declined, bool AtLeast = false);
