using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya compare</c>: models side by side.</summary>
internal sealed class CompareVerb : Verb
{
    private static readonly string[] Tables = [".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".txt"];

    private readonly Argument<string[]> files = new("MODEL…")
    {
        Description = "Model files that fit has saved, and after them a table (.csv, .tsv, .jsonl, or - for standard input) of rows that no model has seen.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> weights = Cli.Options.One("--weights", "W", "The column of row weights in the table.");
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");
    private readonly TableArguments table = new();

    public CompareVerb()
        : base("compare", "Put models side by side.")
    {
        Arguments.Add(files);
        Options.Add(weights);
        Options.Add(json);
        table.AddTo(this);
        AddTimeLimit("The longest it may take.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya compare constant.safetensors linear.safetensors held-out.csv";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        string[] all = call.All(files);
        string? data = IsTable(all[^1]) ? all[^1] : null;
        string[] paths = data is null ? all : all[..^1];
        if (paths.Length == 0)
        {
            throw new UsageException($"{OneLine.Quote(all[0])} is a table, and no model is given; expected models, and then a table.");
        }

        if (Array.Find(paths, IsTable) is string misplaced)
        {
            throw new UsageException($"{OneLine.Quote(misplaced)} is a table among models; expected one table, after all models.");
        }

        if (data is null && (call.Has(weights) || table.FirstIn(call) is not null))
        {
            throw new UsageException($"{(call.Has(weights) ? weights : table.FirstIn(call)!).Name} says how a table is read, and no table is given; leave it out.");
        }

        TableOptions reading = table.Of(call);
        KernelRegression[] models = [.. paths.Select(path => ModelFile.Load(call, path))];
        RefuseOthers(paths, models);
        Dataset? rows = data is null ? null : Rows(call, models, data, reading, deadline);
        IReadOnlyList<ComparedModel> compared;
        using (ProgressBar bar = call.Watch("Comparing"))
        {
            compared = deadline.Within("comparing", token => KernelRegression.Compare(models, rows, bar, token));
        }

        if (call.Has(json))
        {
            byte[] text = ComparisonText.Json(paths, compared, rows);
            call.Terminal.Write(stream => stream.Write(text));
        }
        else
        {
            call.Terminal.Print(ComparisonText.Note(paths, compared, rows));
        }
    }

    private static void RefuseOthers(string[] paths, KernelRegression[] models)
    {
        string target = models[0].Data.TargetNames[0];
        int other = Array.FindIndex(models, m => !m.Data.TargetNames.Contains(target, StringComparer.Ordinal));
        if (other >= 0)
        {
            throw new DataException($"{paths[other]} predicts {string.Join(", ", models[other].Data.TargetNames)} but {paths[0]} predicts {target}; expected models of one target; leave one out.");
        }
    }

    /// <summary>One dataset with the features of all models: what they share is read once.</summary>
    private Dataset Rows(Call call, KernelRegression[] models, string source, TableOptions reading, Deadline deadline)
    {
        Table read = TableArguments.Read(call, source, reading, deadline);
        string target = models[0].Data.TargetNames[0];
        string? weight = call.Text(weights);
        ModelRows[] each = [.. models.Select(m => deadline.Within(
            "reading the data", token => ModelRows.Of(m, read, [target, .. weight is null ? (string[])[] : [weight]], reading, token)))];
        HashSet<int> kept = [.. each[0].RowNumbers];
        foreach (ModelRows rows in each)
        {
            kept.IntersectWith(rows.RowNumbers);
        }

        if (kept.Count < read.Rows)
        {
            call.Warn($"{read.Rows - kept.Count} of {Human.Count(read.Rows, "row")} left out for a missing value (--missing drop).");
        }

        if (kept.Count == 0)
        {
            throw new DataException($"{read.Source}: no row is left; expected at least one.");
        }

        List<Column> features = [];
        for (int k = 0; k < models.Length; k++)
        {
            for (int j = 0; j < models[k].Features.Count; j++)
            {
                FeatureFit own = models[k].Features[j];
                if (features.All(f => f.Name != own.Name))
                {
                    features.Add(new Column(own.Name, Kept(each[k], each[k].Features[j])) { Type = own.Type });
                }
            }
        }

        return new(
            features,
            [new Column(target, Kept(each[0], each[0].Others[0]))],
            weight is null ? null : new RowWeights(weight, Kept(each[0], each[0].Others[1])),
            null,
            [.. kept.Order()],
            read.Rows - kept.Count);

        double[] Kept(ModelRows rows, double[] values) => [.. values.Where((_, i) => kept.Contains(rows.RowNumbers[i]))];
    }

    private static bool IsTable(string path) => path == "-" || Tables.Any(t => path.EndsWith(t, StringComparison.OrdinalIgnoreCase))
        || path.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) || path.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
}
