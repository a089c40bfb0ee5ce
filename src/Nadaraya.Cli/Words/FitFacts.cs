namespace Nadaraya.Cli;

/// <summary>What surrounds a model and is not part of it.</summary>
/// <param name="Model">The model file, as it was named.</param>
/// <param name="Seconds">How long the fit took; null where it is not known any more.</param>
internal sealed record FitFacts(string Model, double? Seconds)
{
    /// <summary>The model to give away that was made beside it.</summary>
    public PublishResult? Published { get; init; }

    /// <summary>Its file, as it was named.</summary>
    public string? PublishedModel { get; init; }
}
