using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya evaluate</c>: how well a model predicts rows it was not fitted to.</summary>
internal sealed class EvaluateVerb : Verb
{
    private const double Unasked = 0.9;
    private const int FewRows = 5000; // so many can all be weighed for every row of DATA

    private readonly Argument<string> model = ModelFile.Argument();
    private readonly Argument<string> data = new("DATA") { Description = "A table with the model's features and target, or - for standard input; rows that fit has not seen." };
    private readonly Option<string> weights = Cli.Options.One("--weights", "W", "The column of row weights; they enter every measure.");
    private readonly Option<bool> distribution = Cli.Options.Flag("--distribution", "Measure the predictive distributions too: CRPS, and pinball losses of the quantiles 0.1, 0.5 and 0.9.");
    private readonly Option<string> adaptive = Cli.Options.One("--adaptive", "STEP", "DATA is in the order of time: widen intervals after misses and narrow them after hits, by this step, such as 0.01.");
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");
    private readonly IntervalArguments intervals = new();
    private readonly Option<string> seed = Cli.Options.One("--seed", "N", "Seed of the halves and folds that intervals are made by; default 0.");
    private readonly TableArguments table = new();

    public EvaluateVerb()
        : base("evaluate", "Measure a model on rows it was not fitted to.")
    {
        Arguments.Add(model);
        Arguments.Add(data);
        Options.Add(weights);
        Options.Add(distribution);
        Options.Add(json);
        intervals.AddTo(this);
        Options.Add(adaptive);
        Options.Add(seed);
        table.AddTo(this);
        AddTimeLimit("The longest it may take.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya evaluate wages.safetensors held-out.csv\nnadaraya evaluate wages.safetensors held-out.csv --interval 0.95 --method cv+";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        TableOptions reading = table.Of(call);
        PredictOptions asked = intervals.Of(call, new() { Seed = (int)(call.Whole(seed, int.MinValue, int.MaxValue) ?? 0) }, Unasked);
        double? step = Choice.Share(call, adaptive, "0.01");
        Choice.Needs(call, adaptive, intervals.IsAsked(call), "--interval 0.9");
        if (step is not null && intervals.IsMade(call))
        {
            throw new UsageException($"{adaptive.Name} makes intervals its own way; leave --method, --honest, --interval-by and --folds out.");
        }

        KernelRegression fitted = ModelFile.Load(call, call.Text(model));
        Dataset rows = Read(call, fitted, call.Text(data), reading, call.Text(weights), deadline);
        IReadOnlyList<Evaluation> evaluations;
        using (ProgressBar bar = call.Watch("Predicting"))
        {
            evaluations = deadline.Within("predicting", token => fitted.Evaluate(rows, new EvaluateOptions { Distribution = call.Has(distribution), AdaptiveStep = step, Intervals = intervals.IsAsked(call) || intervals.IsMade(call) || HasCheapIntervals(fitted) ? asked : null }, bar, token));
        }

        if (call.Has(json))
        {
            byte[] text = EvaluationText.Json(rows, evaluations);
            call.Terminal.Write(stream => stream.Write(text));
        }
        else
        {
            call.Terminal.Print(EvaluationText.Note(rows, evaluations));
        }
    }

    /// <summary>Whether intervals that nobody asked for are to be had, and nearly free: leave-one-out residuals are in the model.</summary>
    private static bool HasCheapIntervals(KernelRegression model) =>
        !model.LeaveOneOutPredictions().IsEmpty && model.Data.ClusterName is null
        && (model.Data.Rows <= FewRows || (model.Options.Estimator.IsConstant && model.Options.BandwidthType == BandwidthType.Fixed && !model.Kernel.Constants.Signed));

    /// <summary>Reads rows with the targets of a model.</summary>
    public static Dataset Read(Call call, KernelRegression model, string source, TableOptions reading, string? weights, Deadline deadline)
    {
        Table read = TableArguments.Read(call, source, reading, deadline);
        string[] others = [.. model.Data.TargetNames, .. weights is null ? (string[])[] : [weights]];
        ModelRows rows = deadline.Within("reading the data", token => ModelRows.Of(model, read, others, reading, token));
        if (rows.Dropped > 0)
        {
            call.Warn($"{rows.Dropped} of {Human.Count(read.Rows, "row")} left out for a missing value (--missing drop).");
        }

        return rows.ToDataset(model, weights, WeightMeaning.Importance);
    }
}
