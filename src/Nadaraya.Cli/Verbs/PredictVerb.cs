using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya predict</c>: a model and a table in, predictions out.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Argument<string> model = ModelFile.Argument();
    private readonly Argument<string> data = new("DATA") { Description = "A table with the model's features, or - for standard input; other columns are ignored." };
    private readonly Option<string> output = Cli.Options.One("--out", "FILE", "Where to write; default standard output. A file appears when it is complete.");
    private readonly Option<string> format = Cli.Options.One("--format", "csv|json", "csv (default) or json.");
    private readonly Option<string[]> keep = Cli.Options.Items("--keep", "LIST", "Columns of DATA to copy beside the predictions.");
    private readonly Option<string> explain = Cli.Options.One("--explain", "K", "Add the K training rows with the largest weights: row or id, weight, value.");
    private readonly Option<bool> strict = Cli.Options.Flag("--strict", "Fail where a row has no prediction, instead of leaving it empty.");
    private readonly InferenceArguments inference = new();
    private readonly IntervalArguments intervals = new();
    private readonly QuantileArgument quantiles = new();
    private readonly UnsupportedArgument unsupported = new();
    private readonly UnseenArgument unseen = new();
    private readonly TableArguments table = new();

    public PredictVerb()
        : base("predict", "Predict the rows of a table.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Option[] own = [output, format, keep, explain, strict];
        foreach (Option option in own)
        {
            Options.Add(option);
        }

        inference.AddTo(this);
        intervals.AddTo(this);
        quantiles.AddTo(this);
        unsupported.AddTo(this);
        unseen.AddTo(this);
        table.AddTo(this);
        AddTimeLimit("The longest it may take; nothing is written when the time is over.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya predict motorcycle.safetensors data/motorcycle.csv --keep times --explain 3 --out predictions.csv\nnadaraya predict wages.safetensors new.csv --unseen different";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        string source = call.Text(data);
        string? path = call.Text(output);
        TableOptions reading = table.Of(call);
        UnseenLevels strangers = unseen.Of(call);
        OutputFormat shape = TableArguments.Choice(call, format, ("csv", OutputFormat.Csv), ("json", OutputFormat.Json));
        int top = (int)(call.Whole(explain, 1, 10_000) ?? 0);
        List<string> kept = call.Items(keep) ?? [];
        PredictOptions asked = intervals.Of(call, inference.Of(call, intervals.IsSeeded(call)));
        double[] probabilities = quantiles.Of(call);
        UnsupportedPolicy policy = unsupported.Of(call);

        // An error is told here, where rows have the numbers of the table.
        asked = asked with { Unsupported = policy == UnsupportedPolicy.Error ? UnsupportedPolicy.None : policy };
        Outputs.Check(path, source, call.Text(model));

        KernelRegression fitted = ModelFile.Load(call, call.Text(model));
        Table read = TableArguments.Read(call, source, reading, deadline);
        int[] columns = [.. kept.Select(read.IndexOf)];
        TableQueries queries = deadline.Within(
            "reading the data", token => read.ToQueries(fitted, strangers, null, token));
        PredictionTable predictions = new(fitted, read, queries, columns, top, asked, probabilities);
        predictions.CheckNames(shape);
        using (ProgressBar bar = call.Watch("Predicting"))
        {
            _ = deadline.Within("predicting", token => predictions.Compute(bar, token));
        }

        Report(call, fitted, queries, predictions, policy);
        if (InferenceArguments.Describe(asked, fitted) is string note && !call.Has(Quiet))
        {
            call.Terminal.Say(note);
        }

        if (predictions.IntervalKind is IntervalKind kind && !call.Has(Quiet))
        {
            call.Terminal.Say(IntervalArguments.Describe(asked, kind, fitted));
        }

        using (ProgressBar bar = call.Watch("Writing"))
        {
            call.Terminal.WriteTo(path, stream => deadline.Within("writing the predictions", token => predictions.Write(stream, shape, bar, token)));
        }
    }

    /// <summary>What was left out and what has no value, counted.</summary>
    private void Report(Call call, KernelRegression fitted, TableQueries queries, PredictionTable predictions, UnsupportedPolicy policy)
    {
        string? without = predictions.DescribeUnsupported();
        if (without is not null && (call.Has(strict) || policy == UnsupportedPolicy.Error))
        {
            string option = call.Has(strict) ? strict.Name : "--unsupported error";
            throw new DataException($"{without}; expected a prediction for every row with {option}; leave such rows out, or leave {option} out.");
        }

        if (queries.RowsDropped > 0)
        {
            call.Warn($"{queries.RowsDropped} of {Human.Count(queries.RowsRead, "row")} left out for a missing value (--missing drop).");
        }

        for (int j = 0; j < fitted.Features.Count; j++)
        {
            int strangers = fitted.Features[j].Type.IsDiscrete ? queries.Columns[j].Count(level => level < 0) : 0;
            if (strangers > 0)
            {
                call.Warn($"{strangers} of {Human.Count(queries.RowNumbers.Length, "row")} {(strangers == 1 ? "has" : "have")} a level of {OneLine.Quote(fitted.Features[j].Name)} that the model has never seen; taken as unlike all (--unseen different).");
            }
        }

        if (predictions.Unbounded > 0)
        {
            call.Warn($"{predictions.Unbounded} of {Human.Count(queries.RowNumbers.Length, "row")} {(predictions.Unbounded == 1 ? "has" : "have")} an interval without an end, left empty: too few rows, or too few near, for that coverage; ask for less, or for fewer groups.");
        }

        if (predictions.DescribeSubstitutes() is string filled)
        {
            call.Warn($"{filled}; filled by {UnsupportedArgument.Describe(policy)}, support none.");
        }

        if (without is not null)
        {
            call.Warn($"{without}; they are left empty, support none.");
        }
    }
}
