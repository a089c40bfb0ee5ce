using System.Text.Json;

namespace Nadaraya.Cli.Demo;

/// <summary>The step that gets the rows.</summary>
internal static class RowsPart
{
    public static LessonPart Of(DemoRows rows, DemoText text, DemoEdition edition) => new()
    {
        Section = text.LessonSection,
        Title = text.DataTitle,
        Chapter = rows.File is not null
            ? Number.Fill(text.DataStepOfFile, ("x", rows.XName), ("y", rows.YName))
            : edition == DemoEdition.Classic ? text.DataStep : text.DataStepOfCurrent,
        Code = Code(rows, edition),
    };

    /// <summary>Where the rows come from, in a sentence.</summary>
    public static string Source(DemoRows rows, DemoText text, DemoEdition edition)
    {
        bool classic = edition == DemoEdition.Classic;
        string words = rows.File is not null ? text.RowsOfFile : rows.Seed is not null ? text.RowsOfSeed : classic ? text.RowsOfChapter : text.RowsOfCurrent;
        return Number.Fill(
            words,
            ("edition", classic ? "classic" : "current"),
            ("n", Number.Text(rows.X.Length)),
            ("seed", Number.Exact(rows.Seed ?? 0)),
            ("x", rows.XName),
            ("y", rows.YName),
            ("file", rows.File ?? string.Empty));
    }

    private static string Code(DemoRows rows, DemoEdition edition)
    {
        const string columns = "double[] x = data.Feature(0).ToArray(), y = data.Target().ToArray();";
        const string inputs = "double[] queries = [.. Enumerable.Range(0, 50).Select(i => i / 10.0)];";
        if (rows.File is string file)
        {
            return $"Dataset data = Table.Read({Quote(file)}).ToDataset(new DatasetOptions {{ Targets = [{Quote(rows.YName)}], Features = [{Quote(rows.XName)}] }}).Dataset;\n{columns}";
        }

        bool classic = edition == DemoEdition.Classic;
        string read = rows.Seed is int seed
            ? classic
                ? $"Dataset data = ChapterRows.Draw(50, seed: {Number.Exact(seed)}).ToDataset();"
                : $"Dataset data = ChapterRows.DrawCurrent(40, seed: {Number.Exact(seed)}).ToDataset();"
            : $"Dataset data = Table.Read(\"data/d2l-{(classic ? "chapter" : "current")}.csv\").ToDataset(target: \"y\");";
        return $"{read}\n{columns}\n{inputs}";
    }

    /// <summary>As a C# string; JSON's escapes are C#'s too.</summary>
    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
