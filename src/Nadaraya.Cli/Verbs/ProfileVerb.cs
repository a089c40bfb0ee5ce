using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya profile</c>: the criterion along the bandwidth, as a table and a chart.</summary>
internal sealed class ProfileVerb : Verb
{
    private readonly Argument<string> data = new("DATA") { Description = "A .csv, .tsv or .jsonl file, or - for standard input." };
    private readonly Option<string> output = Cli.Options.One("--out", "FILE", "FILE.html: the chart, beside the table on standard output; another name: the table.");
    private readonly FitArguments fit = new();
    private readonly TableArguments table = new();

    public ProfileVerb()
        : base("profile", "Show the criterion along the bandwidth.")
    {
        Arguments.Add(data);
        fit.AddTo(this);
        Options.Add(output);
        table.AddTo(this);
        AddTimeLimit("The longest it may take; nothing is written when the time is over.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya profile data/motorcycle.csv --target accel --out profile.html\nnadaraya profile data/motorcycle.csv --target accel --estimator linear --bandwidth aicc";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        string source = call.Text(data);
        FitOptions how = fit.HowOf(call);
        DatasetOptions columns = fit.ColumnsOf(call);
        TableOptions reading = table.Of(call);
        string? path = call.Text(output);
        Outputs.Check(path, source);

        DatasetResult rows = FitVerb.Select(call, source, reading, columns, deadline);
        fit.Check(how, rows.Dataset);
        (KernelRegression model, List<ProfileCurve> curves) = Compute(call, rows.Dataset, how with { SummaryRows = int.MaxValue }, deadline);
        if (curves.Count == 0)
        {
            throw new DataException($"{(source == "-" ? "standard input" : source)}: no feature has a bandwidth to choose, so there is no profile; expected at least two rows and a feature that varies.");
        }

        bool isChart = path is not null && path.EndsWith(".html", StringComparison.OrdinalIgnoreCase);
        if (isChart)
        {
            string html = ProfilePage.Html(source == "-" ? "standard input" : Path.GetFileName(source), curves, model.Trace);
            call.Terminal.WriteTo(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(html)));
        }

        call.Terminal.WriteTo(isChart ? null : path, stream => Write(stream, curves));
    }

    private static (KernelRegression Model, List<ProfileCurve> Curves) Compute(Call call, Dataset dataset, FitOptions how, Deadline deadline)
    {
        using ProgressBar bar = call.Watch("Choosing bandwidths");
        return deadline.Within("computing the profile", token =>
        {
            KernelRegression model = KernelRegression.Fit(dataset, how, bar, token);
            foreach (string warning in model.Warnings)
            {
                call.Warn(warning);
            }

            return (model, ProfileCurve.All(model, bar, token));
        });
    }

    /// <summary>Several features stand one below the other, named in a column of their own.</summary>
    private static void Write(Stream stream, List<ProfileCurve> curves)
    {
        bool isNamed = curves.Count > 1;
        TableWriter writer = TableWriter.Create(stream, OutputFormat.Csv, isNamed ? ["feature", "bandwidth", "criterion"] : ["bandwidth", "criterion"]);
        foreach (ProfileCurve curve in curves)
        {
            for (int i = 0; i < curve.Bandwidths.Length; i++)
            {
                if (isNamed)
                {
                    writer.Write(curve.Feature);
                }

                writer.Write(curve.Bandwidths[i]);
                writer.Write(double.IsFinite(curve.Criterion[i]) ? curve.Criterion[i] : null);
                writer.EndRow();
            }
        }

        writer.Complete();
    }
}
