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
    private readonly Option<string[]> at = Cli.Options.Items("--at", "a=1", "The query, a number or a level for every feature.");
    private readonly Option<string> top = Cli.Options.One("--top", "K", "How many rows to show; default 10.");
    private readonly Option<string> by = Cli.Options.One("--by", "G", "The share of each level of a feature, or of each cluster, and the prediction without it.");
    private readonly Option<bool> influence = Cli.Options.Flag("--influence", "Without a query: the rows that bend the whole fit most.");
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");
    private readonly UnseenArgument unseen = new();
    private readonly TableArguments table = new();

    public WeightsVerb()
        : base("weights", "Show which training rows a prediction came from.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Option[] own = [row, at, top, by, influence, json];
        foreach (Option option in own)
        {
            Options.Add(option);
        }

        unseen.AddTo(this);
        table.AddTo(this);
        AddTimeLimit("The longest it may take.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya weights motorcycle.safetensors --at times=15.2 --top 5\nnadaraya weights motorcycle.safetensors --influence\nnadaraya weights motorcycle.safetensors data/motorcycle.csv --row 30\nnadaraya weights wages.safetensors --at educ=12 --at married=yes --by married";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        long? number = call.Whole(row, 1, int.MaxValue);
        int count = (int)(call.Whole(top, 0, 1_000_000) ?? 10);
        List<string>? items = call.Items(at);
        CheckForm(call, number, items);
        TableOptions reading = table.Of(call);
        UnseenLevels strangers = unseen.Of(call);

        KernelRegression fitted = ModelFile.Load(call, call.Text(model));
        if (call.Has(influence))
        {
            ShowInfluence(call, fitted, count, deadline);
            return;
        }

        ShownQuery query = items is null
            ? FromRow(call, fitted, reading, (int)number!.Value, strangers, deadline)
            : FromNames(fitted, items, strangers);
        Prediction prediction = fitted.Predict(query.Values);
        ShownAttention[] attention = [.. fitted.Data.TargetNames.Select((_, t) => new ShownAttention(
            prediction.Attention.Top(count, t), call.Text(by) is string column ? prediction.Attention.ByGroup(column, t) : null))];
        SupportDetails support = prediction.SupportDetails();
        if (call.Has(json))
        {
            byte[] text = WeightsJson.Of(fitted, query, prediction, support, attention);
            call.Terminal.Write(stream => stream.Write(text));
        }
        else
        {
            call.Terminal.Print(WeightsNote.Of(fitted, query, prediction, support, attention));
        }
    }

    private void CheckForm(Call call, long? number, List<string>? items)
    {
        bool hasData = call.Maybe(data) is not null;
        if (call.Has(influence))
        {
            Option? stray = items is not null ? at : number is not null ? row : call.Has(by) ? by : null;
            if (hasData || stray is not null)
            {
                throw new UsageException($"{influence.Name} is about the whole fit, and {(stray is null ? "DATA" : stray.Name)} about one query; leave one of the two out.");
            }

            return;
        }

        if (items is null && !hasData)
        {
            throw new UsageException("no query is given; expected one by --at, such as --at a=1 --at b=2, or by DATA and --row N; or --influence for the whole fit.");
        }

        if (items is not null && (hasData || number is not null))
        {
            throw new UsageException("the query is given twice, by --at and by DATA or --row; expected one of the two; leave the other out.");
        }

        if (hasData && number is null)
        {
            throw new UsageException("DATA is given without --row; expected the data row to predict, from 1, such as --row 1.");
        }

        if (items?.Find(item => item.IndexOf('=', StringComparison.Ordinal) <= 0) is string bare)
        {
            throw new UsageException($"{at.Name} is {OneLine.Quote(bare)}; expected a feature and its value, such as {at.Name} a=2.5 or {at.Name} married=yes.");
        }

        if (!hasData && table.FirstIn(call) is Option option)
        {
            throw new UsageException($"{option.Name} says how DATA is read, and no DATA is given; leave it out.");
        }
    }

    private void ShowInfluence(Call call, KernelRegression fitted, int count, Deadline deadline)
    {
        IReadOnlyList<RowInfluence>[] all;
        using (ProgressBar bar = call.Watch("Weighing rows"))
        {
            all = deadline.Within("weighing the rows", token => fitted.Data.TargetNames.Select((_, t) => fitted.Influence(t, bar, token)).ToArray());
        }

        if (call.Has(json))
        {
            byte[] text = InfluenceText.Json(fitted, all, count);
            call.Terminal.Write(stream => stream.Write(text));
        }
        else
        {
            call.Terminal.Print(InfluenceText.Note(fitted, all, count));
        }
    }

    private ShownQuery FromRow(Call call, KernelRegression fitted, TableOptions reading, int number, UnseenLevels strangers, Deadline deadline)
    {
        string source = call.Maybe(data)!;
        Table read = TableArguments.Read(call, source, reading, deadline);
        if (number > read.Rows)
        {
            throw new DataException($"{read.Source}: --row is {number} but the table has {Human.Count(read.Rows, "data row")}; expected 1 to {read.Rows}.");
        }

        // Missing values and strange levels elsewhere don't matter; in the row itself they do.
        TableQueries queries = deadline.Within(
            "reading the data", token => read.ToQueries(fitted, UnseenLevels.Different, MissingValues.Drop, token));
        int index = Array.BinarySearch(queries.RowNumbers, number);
        if (index < 0)
        {
            throw new DataException($"{read.Source}, row {number}: a feature has no value there; expected a number for each of {string.Join(", ", fitted.Features.Select(f => f.Name))}; fill it in, or take another row.");
        }

        double[] values = [.. queries.Columns.Select(c => c[index])];
        string?[] levels = [.. fitted.Features.Select(f => f.Type.IsDiscrete ? read.Text(number - 1, read.IndexOf(f.Name)) : null)];
        int stranger = strangers == UnseenLevels.Error ? Array.FindIndex(values.Zip(levels).ToArray(), p => p.Second is not null && p.First < 0) : -1;
        return stranger < 0
            ? new(values, levels)
            : throw new DataException($"{read.Source}, row {number}, column {OneLine.Quote(fitted.Features[stranger].Name)}: {Strange(fitted.Features[stranger], levels[stranger]!)}");
    }

    private ShownQuery FromNames(KernelRegression fitted, List<string> items, UnseenLevels strangers)
    {
        Dictionary<string, string> named = ListText.Texts(items, at.Name, name => fitted.Features.Any(f => f.Name == name));
        string all = string.Join(", ", fitted.Features.Select(f => f.Name));
        string? unknown = named.Keys.FirstOrDefault(name => fitted.Features.All(f => f.Name != name));
        if (unknown is not null)
        {
            throw new UsageException($"--at names {OneLine.Quote(unknown)}, which is no feature of the model; expected {all}.");
        }

        FeatureFit? absent = fitted.Features.FirstOrDefault(f => !named.ContainsKey(f.Name));
        return absent is null
            ? new(
                [.. fitted.Features.Select(f => Value(f, named[f.Name], strangers))],
                [.. fitted.Features.Select(f => f.Type.IsDiscrete ? named[f.Name] : null)])
            : throw new UsageException($"--at gives no value for {OneLine.Quote(absent.Name)}; expected one for each of {all}; add --at {OneLine.Of(absent.Name)}={(absent.Type.IsDiscrete ? "LEVEL" : "NUMBER")}.");
    }

    private double Value(FeatureFit feature, string text, UnseenLevels strangers)
    {
        if (!feature.Type.IsDiscrete)
        {
            return ListText.Number(text, $"{at.Name} {OneLine.Of(feature.Name)}");
        }

        int index = feature.Type.IndexOf(text);
        return index >= 0 || strangers == UnseenLevels.Different
            ? index
            : throw new UsageException($"{at.Name} {OneLine.Of(feature.Name)}: {Strange(feature, text)}");
    }

    private static string Strange(FeatureFit feature, string level)
    {
        const int Most = 20;
        IReadOnlyList<string> levels = feature.Type.Levels;
        string more = levels.Count > Most ? $" and {levels.Count - Most} more" : string.Empty;
        return $"{OneLine.Quote(level)} is a level that the model has never seen; expected one of {string.Join(", ", levels.Take(Most).Select(OneLine.Quote))}{more}; mend it, or add --unseen different to take it as unlike all.";
    }
}
