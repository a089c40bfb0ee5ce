namespace Nadaraya.Cli.Demo;

/// <summary>Writes a lesson as one HTML file, with its pictures.</summary>
internal static class LessonReport
{
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

            report.Step(part.Chapter, part.Code);
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
}
