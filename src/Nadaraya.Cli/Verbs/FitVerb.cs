using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya fit</c>: a table in, a model file out.</summary>
internal sealed class FitVerb : Verb
{
    private readonly Argument<string> data = new("DATA") { Description = "A .csv, .tsv or .jsonl file, or - for standard input." };
    private readonly Option<string> output = Cli.Options.One("--out", "MODEL", "The model file; default the data's name with .safetensors in the current folder.");
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");
    private readonly FitArguments fit = new();
    private readonly LearningArguments learning = new();
    private readonly PublishArguments publish = new();
    private readonly TableArguments table = new();

    public FitVerb()
        : base("fit", "Fit a model to a table, choose its bandwidths, and save it.")
    {
        Arguments.Add(data);
        fit.AddTo(this);
        learning.AddTo(this);
        Options.Add(output);
        Options.Add(json);
        publish.AddTo(this);
        table.AddTo(this);
        AddTimeLimit("The longest the bandwidth search, and learning, may take; the best so far is used. Reading must end within it too.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya fit data/motorcycle.csv --target accel\nnadaraya fit wages.csv --target lwage --features educ,exper --bandwidth educ=1.5\n" +
        "nadaraya fit wages.csv --target lwage --categorical female --ordered 'size:S<M<L' --estimator linear --bandwidth aicc\n" +
        "nadaraya fit wages.csv --target lwage --learn full\n" +
        "nadaraya fit wages.csv --target lwage --publish public.safetensors --anonymity 10";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        string source = call.Text(data);
        FitOptions how = fit.HowOf(call) with { Learning = learning.Of(call) };
        DatasetOptions columns = fit.ColumnsOf(call);
        TableOptions reading = table.Of(call);
        string path = ModelPath(call, source);
        Outputs.Check(path, source);
        PublishOptions? publishing = publish.Of(call);
        string? publicPath = publish.PathOf(call, source, path);

        DatasetResult rows = Select(call, source, reading, columns, deadline);
        fit.Check(how, rows.Dataset);
        publishing?.Check(rows.Dataset);
        KernelRegression model = Fit(call, rows.Dataset, how with { TimeLimit = deadline.Left });
        PublishResult? published = publishing is null ? null : Publish(call, model, publishing);
        model.Save(path, call.Token);
        published?.Model.Save(publicPath!, call.Token);
        foreach (string warning in model.Warnings)
        {
            call.Warn(warning);
        }

        if (call.Has(json))
        {
            byte[] text = ModelJson.OfFit(model, new(path, deadline.Elapsed.TotalSeconds) { Published = published, PublishedModel = publicPath });
            call.Terminal.Write(stream => stream.Write(text));
            return;
        }

        string name = source == "-" ? "standard input" : source;
        string word = OneLine.ShellWord(OneLine.Of(path));
        call.Terminal.Print(
            $"Fitted {ModelNote.Of(model, name)}\n" +
            $"Saved to {OneLine.Of(path)}. {PublicationText.Contents(model.Publication)}\n" +
            (published is null ? string.Empty : Told(published, publicPath!)) +
            $"Next:  nadaraya predict {word} NEW.csv\n" +
            $"       nadaraya report {word}\n");
    }

    /// <summary>Reads the table and takes the columns, saying how many rows were left out.</summary>
    internal static DatasetResult Select(Call call, string source, TableOptions reading, DatasetOptions columns, Deadline deadline)
    {
        Table read = TableArguments.Read(call, source, reading, deadline);
        DatasetResult rows = deadline.Within("reading the data", token => read.ToDataset(columns, token));
        if (rows.RowsDropped > 0)
        {
            call.Warn($"{rows.RowsDropped} of {Human.Count(rows.RowsRead, "row")} dropped for a missing value (--missing drop).");
        }

        return rows;
    }

    /// <summary>Fits with a progress bar.</summary>
    internal static KernelRegression Fit(Call call, Dataset dataset, FitOptions how)
    {
        using ProgressBar bar = call.Watch("Choosing bandwidths");
        return KernelRegression.Fit(dataset, how, new EpochLines(call.Terminal, bar, call.IsQuiet), call.Token);
    }

    private static PublishResult Publish(Call call, KernelRegression model, PublishOptions options)
    {
        using ProgressBar bar = call.Watch("Measuring the loss");
        return model.Publish(options, bar, call.Token);
    }

    private static string Told(PublishResult published, string path) =>
        $"Published to {OneLine.Of(path)}: {PublicationText.Cells(published.Publication)}.\n" +
        string.Concat(PublicationText.Losses(published.Publication, published.LargestDifferences).Select(line => $"  {line}\n")) +
        $"  {PublicationText.Contents(published.Publication)}\n";

    private string ModelPath(Call call, string source)
    {
        if (call.Text(output) is string path)
        {
            return path == "-"
                ? throw new UsageException("--out is -, but a model is saved as a file; expected a name such as model.safetensors.")
                : path;
        }

        if (source == "-")
        {
            throw new UsageException("standard input has no name to call the model by; name the model with --out, such as --out model.safetensors.");
        }

        string name = Path.GetFileNameWithoutExtension(source);
        return name.Length > 0
            ? name + ".safetensors"
            : throw new UsageException($"{OneLine.Quote(source)} has no name to call the model by; name the model with --out, such as --out model.safetensors.");
    }
}
