namespace Nadaraya.Cli.Demo;

/// <summary>Holds the lesson: numbers, then words, then files.</summary>
internal static class DemoRun
{
    /// <summary>Runs the demo.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="own">A class's own rows, read; null for the chapter's.</param>
    /// <param name="print">Takes the lesson's text, piece by piece.</param>
    /// <param name="watch">Shows that long work goes on, until it is disposed of.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Run(DemoOptions options, Table? own, Action<string> print, Func<string, IDisposable> watch, CancellationToken cancellation)
    {
        // A folder that can't be made is better known before the work than after it.
        Destination? files = options.Out is string folder ? Destination.In(folder, options.Data) : null;
        DemoRows rows = DemoRows.Load(options, own, cancellation);
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
            ClassicExercises exercises;
            using (watch(text.ExerciseSection))
            {
                exercises = new(classic, cancellation);
            }

            Show(new ClassicExerciseParts(classic, exercises, text).Parts());
            numbers = DemoJson.Of(classic, exercises);
        }
        else
        {
            CurrentLesson current = new(rows);
            Show(new CurrentParts(current, text).Parts());
            numbers = DemoJson.Of(current);
        }

        if (files is not null)
        {
            files.Write(LessonReport.Write(lesson with { Parts = parts }, cancellation), numbers);
            print('\n' + Number.Fill(text.WrittenNote, ("report", files.Report), ("json", files.Numbers)) + '\n');
        }
    }
}
