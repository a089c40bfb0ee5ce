namespace Nadaraya.Cli.Demo;

/// <summary>Writes a lesson as one HTML file, with its pictures.</summary>
internal static class LessonReport
{
    /// <summary>What a half of the page holds in its code font.</summary>
    private const int WidestBeside = 58;

    public static string Write(Lesson lesson, CancellationToken cancellation)
    {
        HtmlReport report = new(lesson.Title, ChartText.For(lesson.Text.Language)) { Subtitle = lesson.Subtitle };
        foreach (LessonPart part in lesson.Parts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (part.Section is string section)
            {
                report.Section(section).Subsection(part.Title);
            }
            else
            {
                report.Subsection(part.Title);
            }

            Step(report, part);
            foreach (string note in part.Notes)
            {
                report.Paragraph(note);
            }

            if (part.Table is { } table)
            {
                report.Table(new()
                {
                    Columns = [.. table.Columns.Select((name, c) => new ReportColumn(name, !(table.Named && c == 0)))],
                    Rows = table.Rows,
                });
            }

            foreach (Func<Figure> draw in part.Figures)
            {
                Figure figure = draw();
                report.Chart(figure.Chart, figure.Caption);
            }
        }

        return report.ToHtml();
    }

    /// <summary>Side by side where the code fits beside the words, else one below the other: no line shall be cut.</summary>
    private static void Step(HtmlReport report, LessonPart part)
    {
        if (part.Code.Split('\n').All(line => line.Length <= WidestBeside))
        {
            report.Step(part.Chapter, part.Code);
        }
        else
        {
            report.Paragraph(part.Chapter).Code(part.Code);
        }
    }
}
