using System.Text;

namespace Nadaraya.Cli.Demo;

/// <summary>Holds the lesson: numbers, then words, then files.</summary>
internal static class DemoRun
{
    /// <summary>Runs the demo.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="print">Takes the lesson's text, piece by piece.</param>
    /// <param name="say">Takes notes about the work, a line each.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Run(DemoOptions options, Action<string> print, Action<string> say, CancellationToken cancellation)
    {
        // A folder that can't be made is better known before the work than after it.
        string? folder = options.Out is string path ? Folder(path) : null;
        DemoRows rows = DemoRows.Load(options, cancellation);
        DemoText text = DemoText.For(options.Language);
        Lesson lesson = new()
        {
            Text = text,
            Title = options.Edition == DemoEdition.Classic ? text.Title : text.CurrentTitle,
            Subtitle = RowsPart.Source(rows, text, options.Edition),
            Parts = [],
        };
        print(TerminalLesson.Head(lesson));
        List<LessonPart> parts = [];
        void Show(IEnumerable<LessonPart> more)
        {
            foreach (LessonPart part in more)
            {
                parts.Add(part);
                print(TerminalLesson.Write(lesson, part));
            }
        }

        byte[] numbers;
        if (options.Edition == DemoEdition.Classic)
        {
            ClassicLesson classic = new(rows, cancellation);
            Show(new ClassicSteps(classic, text).Parts());
            ClassicExercises exercises = new(classic, cancellation);
            Show(new ClassicExerciseParts(classic, exercises, text).Parts());
            numbers = DemoJson.Of(classic, exercises);
        }
        else
        {
            CurrentLesson current = new(rows);
            Show(new CurrentParts(current, text).Parts());
            numbers = DemoJson.Of(current);
        }

        if (folder is not null)
        {
            byte[] page = Encoding.UTF8.GetBytes(LessonReport.Write(lesson with { Parts = parts }, cancellation));
            Write(Path.Join(folder, "report.html"), page, say);
            Write(Path.Join(folder, "demo.json"), numbers, say);
        }
    }

    private static void Write(string path, byte[] bytes, Action<string> say)
    {
        OutputFile.Write(path, stream => stream.Write(bytes));
        say($"wrote {path}");
    }

    private static string Folder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OutputException($"{path}: the folder can't be made ({fault.Message.ReplaceLineEndings(" ")}); give --out a folder that can be written to.", fault);
        }
    }
}
