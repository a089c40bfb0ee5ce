using System.CommandLine;
using System.Text;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya report</c>: a model as a page to look at.</summary>
internal sealed class ReportVerb : Verb
{
    private readonly Argument<string> model = ModelFile.Argument();
    private readonly Option<string> output = Cli.Options.One("--out", "FILE", "The page; default the model's name with .html in the current folder, - for standard output.");
    private readonly Option<string> language = Cli.Options.One("--lang", "en|zh", "English (default) or Chinese.");

    public ReportVerb()
        : base("report", "Write a page with charts that opens in any browser, without a network.")
    {
        Arguments.Add(model);
        Options.Add(output);
        Options.Add(language);
        AddTimeLimit("The longest it may take; nothing is written when the time is over.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya report motorcycle.safetensors --out motorcycle.html";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        string source = call.Text(model);
        string path = call.Text(output) ?? Path.GetFileNameWithoutExtension(source) + ".html";
        Language chosen = TableArguments.Choice(call, language, ("en", Language.English), ("zh", Language.Chinese));
        Outputs.Check(path, source);

        KernelRegression fitted = ModelFile.Load(call, source);
        string html;
        using (ProgressBar bar = call.Watch("Drawing the report"))
        {
            html = deadline.Within("drawing the report", token => new ModelReport(fitted, chosen, bar, token).Html());
        }

        call.Token.ThrowIfCancellationRequested();
        call.Terminal.WriteTo(path, stream => stream.Write(Encoding.UTF8.GetBytes(html)));
        if (path != "-")
        {
            string holds = fitted.ContainsTrainingRows ? "It shows training rows: share it as you would share them." : "It shows means of cells of training rows.";
            call.Terminal.Print($"Report written to {OneLine.Of(path)}. {holds}\n");
        }
    }
}
