using System.CommandLine;
using System.Text;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya effects</c>: average slopes, contrasts and predictions, with standard errors.</summary>
internal sealed class EffectsVerb : Verb
{
    private readonly Argument<string> model = ModelFile.Argument();
    private readonly Argument<string?> data = new("DATA")
    {
        Description = "The rows to average over, with the model's features, or - for standard input; default the rows the model was fitted to.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> of = Cli.Options.Items("--of", "LIST", "The features whose effects are averaged; default all that vary, or predictions where --at is given.");
    private readonly Option<string> by = Cli.Options.One("--by", "G", "Average within each value of this feature, or of this column of DATA.");
    private readonly Option<string[]> at = Cli.Options.Items("--at", "a=1,2", "Set features to values; every combination of them is a point, other features stay as they are.");
    private readonly Option<bool> contrast = Cli.Options.Flag("--contrast", "Give differences from the first point of --at.");
    private readonly Option<bool> predict = Cli.Options.Flag("--predict", "Average predictions instead of effects.");
    private readonly Option<string> weights = Cli.Options.One("--weights", "W", "The column of row weights in DATA.");
    private readonly Option<string> confidence = Cli.Options.One("--confidence", "P", "The confidence of intervals; default 0.95.");
    private readonly Option<string> replications = Cli.Options.One("--replications", "N", "Standard errors and intervals from N samples of a wild bootstrap; default by the delta method.");
    private readonly Option<string> seed = Cli.Options.One("--seed", "N", "The seed of the bootstrap; default 0.");
    private readonly Option<string> output = Cli.Options.One("--out", "FILE.html", "A page with the average prediction along each feature, beside the table on standard output.");
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");
    private readonly TableArguments table = new();

    public EffectsVerb()
        : base("effects", "Average the effects of features, with standard errors.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Option[] own = [of, by, at, contrast, predict, weights, confidence, replications, seed, output, json];
        foreach (Option option in own)
        {
            Options.Add(option);
        }

        table.AddTo(this);
        AddTimeLimit("The longest it may take.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya effects wages.safetensors --of educ --by female\nnadaraya effects wages.safetensors --at educ=12,16 --contrast";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        EffectOptions options = OptionsOf(call);
        string? path = call.Text(output);
        Check(call, path);
        TableOptions reading = table.Of(call);
        KernelRegression fitted = ModelFile.Load(call, call.Text(model));
        options = options with { At = call.Items(at) is List<string> items ? GridText.Parse(fitted, items, at.Name) : [] };
        options = call.Maybe(data) is string source ? WithRows(call, fitted, options, source, reading, deadline) : WithoutRows(call, fitted, options);
        IReadOnlyList<Effect> effects;
        using (ProgressBar bar = call.Watch("Averaging"))
        {
            effects = deadline.Within("averaging effects", token => fitted.AverageEffects(options, bar, token));
        }

        if (path is not null)
        {
            using ProgressBar bar = call.Watch("Drawing");
            string html = deadline.Within("drawing the page", token => EffectPage.Html(fitted, options, bar, token));
            call.Terminal.WriteTo(path, stream => stream.Write(Encoding.UTF8.GetBytes(html)));
        }

        byte[] text = call.Has(json) ? EffectsText.Json(fitted, options, effects) : Encoding.UTF8.GetBytes(EffectsText.Note(fitted, options, effects));
        call.Terminal.Write(stream => stream.Write(text));
    }

    private EffectOptions OptionsOf(Call call)
    {
        bool isAt = call.Has(at);
        if (call.Has(predict) && call.Has(of))
        {
            throw new UsageException("--predict averages predictions and --of effects; expected one of the two; leave the other out.");
        }

        if (call.Has(contrast) && !isAt)
        {
            throw new UsageException("--contrast gives differences between the points of --at, and there are none; name at least two values, such as --at a=1,2.");
        }

        double level = call.Text(confidence) is string text ? ListText.Number(text, confidence.Name) : 0.95;
        return level is > 0 and < 1
            ? new()
            {
                Features = call.Items(of),
                Predictions = call.Has(predict) || (isAt && !call.Has(of)),
                Contrast = call.Has(contrast),
                Confidence = level,
                Replications = (int)(call.Whole(replications, 19, 100_000) ?? 0),
                Seed = (int)(call.Whole(seed, int.MinValue, int.MaxValue) ?? 0),
            }
            : throw new UsageException($"{confidence.Name} is {OneLine.Quote(call.Text(confidence)!)}; expected a number above 0 and under 1, such as 0.95.");
    }

    private void Check(Call call, string? path)
    {
        if (path is not null && !path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"{output.Name} is {OneLine.Quote(path)}; expected the name of a page, ending in .html; the table goes to standard output.");
        }

        if (call.Maybe(data) is null && (call.Has(weights) || table.FirstIn(call) is not null))
        {
            throw new UsageException($"{(call.Has(weights) ? weights : table.FirstIn(call)!).Name} says how DATA is read, and no DATA is given; leave it out.");
        }

        Outputs.Check(path, call.Text(model), call.Maybe(data));
    }

    private EffectOptions WithoutRows(Call call, KernelRegression fitted, EffectOptions options)
    {
        string? group = call.Text(by);
        if (group is null || fitted.Features.Any(f => f.Name == group))
        {
            return options with { By = group };
        }

        return group == fitted.Data.ClusterName
            ? options with { Groups = new(group, [.. fitted.Data.ClusterOfRow.ToArray().Select(c => fitted.Data.Clusters[c])]) }
            : throw new UsageException($"{by.Name} is {OneLine.Quote(group)}, which is no feature of the model; expected one of {string.Join(", ", fitted.Features.Select(f => f.Name))}, or a column of DATA; name DATA too.");
    }

    private EffectOptions WithRows(Call call, KernelRegression fitted, EffectOptions options, string source, TableOptions reading, Deadline deadline)
    {
        Table read = TableArguments.Read(call, source, reading, deadline);
        string? weight = call.Text(weights);
        ModelRows rows = deadline.Within("reading the data", token => ModelRows.Of(fitted, read, weight is null ? [] : [weight], reading, token));
        if (rows.Dropped > 0)
        {
            call.Warn($"{rows.Dropped} of {Human.Count(read.Rows, "row")} left out for a missing value (--missing drop).");
        }

        options = options with { Rows = Queries.FromColumns(rows.Features), Weights = weight is null ? null : rows.Others[0] };
        string? group = call.Text(by);
        if (group is null || fitted.Features.Any(f => f.Name == group))
        {
            return options with { By = group };
        }

        int column = read.IndexOf(group);
        return options with { Groups = new(group, [.. rows.RowNumbers.Select(number => read.Text(number - 1, column))]) };
    }
}
