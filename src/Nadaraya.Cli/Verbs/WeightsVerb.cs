using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya weights</c>: which training rows one prediction came from, and how much each adds.</summary>
internal sealed class WeightsVerb : Verb
{
    private readonly Argument<string> model = ModelFile.Argument();
    private readonly Argument<string?> data = new("DATA")
    {
        Description = "A table to take the query from, with --row; or - for standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> row = Cli.Options.One("--row", "N", "The data row of DATA to predict, from 1.");
    private readonly Option<string[]> at = Cli.Options.Items("--at", "a=1", "The query, a value for every feature.");
    private readonly Option<string> top = Cli.Options.One("--top", "K", "How many rows to show; default 10.");
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");
    private readonly TableArguments table = new();

    public WeightsVerb()
        : base("weights", "Show which training rows a prediction came from.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Option[] own = [row, at, top, json];
        foreach (Option option in own)
        {
            Options.Add(option);
        }

        table.AddTo(this);
        AddTimeLimit("The longest it may take.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya weights motorcycle.safetensors --at times=15.2 --top 5\nnadaraya weights motorcycle.safetensors data/motorcycle.csv --row 30";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        long? number = call.Whole(row, 1, int.MaxValue);
        int count = (int)(call.Whole(top, 0, 1_000_000) ?? 10);
        List<string>? items = call.Items(at);
        CheckForm(call, number, items);
        TableOptions reading = table.Of(call);
        Dictionary<string, double>? named = items is null ? null : ListText.Numbers(items, at.Name);

        KernelRegression fitted = ModelFile.Load(call, call.Text(model));
        double[] query = named is null
            ? FromRow(call, fitted, reading, (int)number!.Value, deadline)
            : FromNames(fitted, named);
        Prediction prediction = fitted.Predict(query);
        TopAttention[] attention = [.. fitted.Data.TargetNames.Select((_, t) => prediction.Attention.Top(count, t))];
        if (call.Has(json))
        {
            byte[] text = WeightsJson.Of(fitted, prediction, attention);
            call.Terminal.Write(stream => stream.Write(text));
        }
        else
        {
            call.Terminal.Print(WeightsNote.Of(fitted, prediction, attention));
        }
    }

    private void CheckForm(Call call, long? number, List<string>? items)
    {
        bool hasData = call.Maybe(data) is not null;
        if (items is null && !hasData)
        {
            throw new UsageException("no query is given; expected one by --at, such as --at a=1 --at b=2, or by DATA and --row N.");
        }

        if (items is not null && (hasData || number is not null))
        {
            throw new UsageException("the query is given twice, by --at and by DATA or --row; expected one of the two; leave the other out.");
        }

        if (hasData && number is null)
        {
            throw new UsageException("DATA is given without --row; expected the data row to predict, from 1, such as --row 1.");
        }

        if (!hasData && table.FirstIn(call) is Option option)
        {
            throw new UsageException($"{option.Name} says how DATA is read, and no DATA is given; leave it out.");
        }
    }

    private double[] FromRow(Call call, KernelRegression fitted, TableOptions reading, int number, Deadline deadline)
    {
        string source = call.Maybe(data)!;
        Table read = TableArguments.Read(call, source, reading, deadline);
        if (number > read.Rows)
        {
            throw new DataException($"{read.Source}: --row is {number} but the table has {Human.Count(read.Rows, "data row")}; expected 1 to {read.Rows}.");
        }

        // Missing values elsewhere don't matter; in the row itself they do.
        TableQueries queries = deadline.Within(
            "reading the data", token => read.ToQueries([.. fitted.Features.Select(f => f.Name)], MissingValues.Drop, token));
        int index = Array.BinarySearch(queries.RowNumbers, number);
        return index >= 0
            ? [.. queries.Columns.Select(c => c[index])]
            : throw new DataException($"{read.Source}, row {number}: a feature has no value there; expected a number for each of {string.Join(", ", fitted.Features.Select(f => f.Name))}; fill it in, or take another row.");
    }

    private static double[] FromNames(KernelRegression fitted, Dictionary<string, double> named)
    {
        string all = string.Join(", ", fitted.Features.Select(f => f.Name));
        string? unknown = named.Keys.FirstOrDefault(name => fitted.Features.All(f => f.Name != name));
        if (unknown is not null)
        {
            throw new UsageException($"--at names {OneLine.Quote(unknown)}, which is no feature of the model; expected {all}.");
        }

        FeatureFit? absent = fitted.Features.FirstOrDefault(f => !named.ContainsKey(f.Name));
        return absent is null
            ? [.. fitted.Features.Select(f => named[f.Name])]
            : throw new UsageException($"--at gives no value for {OneLine.Quote(absent.Name)}; expected one for each of {all}; add --at {OneLine.Of(absent.Name)}=NUMBER.");
    }
}
