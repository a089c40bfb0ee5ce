using System.CommandLine;
using Nadaraya.Cli.Demo;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya demo</c>: the chapter, step by step, with the line of C# that does each step.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<string> output = Cli.Options.One("--out", "DIR", "A folder for report.html and demo.json, made where it is missing; default text only.");
    private readonly Option<string> seed = Cli.Options.One("--seed", "N", "Draw new rows; with --data, the start of w and the draws of the exercises.");
    private readonly Option<string> edition = Cli.Options.One("--edition", "classic|current", "The book's edition: classic and Chinese 10.2 (default), or current.");
    private readonly Option<string> language = Cli.Options.One("--lang", "en|zh", "English (default) or Chinese.");
    private readonly Option<string> data = Cli.Options.One("--data", "FILE", "Your own rows: the columns x and y, or the first two columns of numbers.");

    public DemoVerb()
        : base("demo", "Attention pooling as the book teaches it, step by step, with the C# of each step.")
    {
        Options.Add(output);
        Options.Add(seed);
        Options.Add(edition);
        Options.Add(language);
        Options.Add(data);
        AddTimeLimit("The longest it may take; no file is written when the time is over.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya demo --out lesson\nnadaraya demo --lang zh --seed 7\nnadaraya demo --data heights.csv --out ours";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        DemoOptions options = new()
        {
            Out = call.Text(output),
            Seed = (int?)call.Whole(seed, int.MinValue, int.MaxValue),
            Edition = TableArguments.Choice(call, edition, ("classic", DemoEdition.Classic), ("current", DemoEdition.Current)),
            Language = TableArguments.Choice(call, language, ("en", Language.English), ("zh", Language.Chinese)),
            Data = call.Text(data),
        };
        Table? own = options.Data is string file ? TableArguments.Read(call, file, new(), deadline) : null;
        _ = deadline.Within("holding the lesson", token =>
        {
            DemoRun.Run(options, own, call.Terminal.Print, call.Watch, token);
            return true;
        });
    }
}
