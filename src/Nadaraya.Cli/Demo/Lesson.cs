namespace Nadaraya.Cli.Demo;

/// <summary>A lesson in one language: its parts in order, however they are shown.</summary>
internal sealed record Lesson
{
    public required DemoText Text { get; init; }

    public required string Title { get; init; }

    public required string Subtitle { get; init; }

    public required IReadOnlyList<LessonPart> Parts { get; init; }
}
