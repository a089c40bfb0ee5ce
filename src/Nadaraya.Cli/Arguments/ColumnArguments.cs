using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The options that say which column plays which role.</summary>
internal sealed class ColumnArguments
{
    private readonly Option<string[]> target = Options.Items("--target", "Y", "The column to predict; several give several targets with common bandwidths.");
    private readonly Option<string[]> features = Options.Items("--features", "LIST", "The columns to predict from; default every column but target, weights, id and cluster.");
    private readonly Option<string[]> categorical = Options.Items("--categorical", "LIST", "Features whose texts are levels without an order.");
    private readonly Option<string[]> ordered = Options.Items("--ordered", "LIST", "Features whose texts are levels in an order: e for that of numbers, or 'size:S<M<L'.");
    private readonly Option<string[]> periodic = Options.Items("--periodic", "a=PERIOD", "Features that begin again after a period, such as hour=24.");
    private readonly Option<string> weights = Options.One("--weights", "W", "The column of row weights.");
    private readonly Option<string> weightsAre = Options.One("--weights-are", "importance|frequency", "What row weights mean: scale-free importance (default), or how often a row occurs.");
    private readonly Option<string> id = Options.One("--id", "COL", "The column that names rows; explanations show it.");
    private readonly Option<string> cluster = Options.One("--cluster", "COL", "The column that says which rows belong together; cross-validation leaves them out together.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        target.Required = true;
        Option[] all = [target, features, categorical, ordered, periodic, weights, weightsAre, id, cluster];
        foreach (Option option in all)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>Whether there are features without an order.</summary>
    public bool HasUnordered(Call call) => call.Has(categorical);

    /// <summary>Whether there are features with an order.</summary>
    public bool HasOrdered(Call call) => call.Has(ordered);

    /// <summary>The columns by role.</summary>
    public DatasetOptions Of(Call call)
    {
        if (call.Has(weightsAre) && !call.Has(weights))
        {
            throw new UsageException("--weights-are says what row weights mean but no column of them is named; name it with --weights, or leave --weights-are out.");
        }

        DatasetOptions options = new()
        {
            Targets = call.Items(target)!,
            Features = call.Items(features),
            Unordered = call.Items(categorical) ?? [],
            Ordered = [.. call.Texts(ordered).SelectMany(text => OrderText.Parse(text, ordered.Name))],
            Periods = Periods(call),
            Weights = call.Text(weights),
            WeightsAre = TableArguments.Choice(call, weightsAre, ("importance", WeightMeaning.Importance), ("frequency", WeightMeaning.Frequency)),
            Id = call.Text(id),
            Cluster = call.Text(cluster),
        };
        CheckOnce(options.Unordered, categorical);
        CheckOnce([.. options.Ordered.Select(o => o.Name)], ordered);
        return options;
    }

    private Dictionary<string, double> Periods(Call call)
    {
        Dictionary<string, double> periods = ListText.Numbers(call.Items(periodic) ?? [], periodic.Name);
        foreach ((string name, double period) in periods)
        {
            if (!(period > 0))
            {
                throw new UsageException($"{periodic.Name} {OneLine.Of(name)} is {NumberText.Format(period)}; expected a positive period in the unit of the feature, such as hour=24.");
            }
        }

        return periods;
    }

    private static void CheckOnce(IReadOnlyList<string> names, Option option)
    {
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new UsageException($"{option.Name} names {OneLine.Quote(twice.Key)} twice; give it once.");
        }
    }
}
