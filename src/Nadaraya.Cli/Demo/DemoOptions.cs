namespace Nadaraya.Cli.Demo;

/// <summary>What the verb was asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>Where report.html and demo.json go; null for text only.</summary>
    public string? Out { get; init; }

    /// <summary>The seed of new rows, or of w's start and the exercises where there is a file; null for the chapter's rows.</summary>
    public int? Seed { get; init; }

    /// <summary>The edition.</summary>
    public DemoEdition Edition { get; init; }

    /// <summary>The language of text and charts.</summary>
    public Language Language { get; init; }

    /// <summary>A class's own rows; null for the chapter's.</summary>
    public string? Data { get; init; }
}
