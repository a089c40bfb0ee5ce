namespace Nadaraya.Cli.Demo;

/// <summary>One step of a lesson: what the chapter does, the line of C# that does it, what came out, and its pictures.</summary>
internal sealed record LessonPart
{
    /// <summary>The step's name, with its number.</summary>
    public required string Title { get; init; }

    /// <summary>The step's name without its number, for charts.</summary>
    public static string NameOf(string title) => title[(title.IndexOf("  ", StringComparison.Ordinal) + 2)..];

    /// <summary>What the chapter does, in its notation.</summary>
    public required string Chapter { get; init; }

    /// <summary>The C# that does it.</summary>
    public required string Code { get; init; }

    /// <summary>What came out, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What came out, as numbers.</summary>
    public LessonTable? Table { get; init; }

    /// <summary>The pictures of the report; drawn only where one is written.</summary>
    public IReadOnlyList<Func<Figure>> Figures { get; init; } = [];

    /// <summary>A heading that this step begins; null where it goes on.</summary>
    public string? Section { get; init; }
}
