using System.Globalization;

namespace Nadaraya.Benchmarks;

/// <summary>Our side of <c>bench/real/run</c>: fits a form to a table without the rows of each split and predicts those; a line a split, the leave-one-out error of the rows that were fitted to, then the predictions.</summary>
internal static class RealCommand
{
    public static int Run(string[] args)
    {
        if (args is not [string folder, string output, .. string[] words] || OptionsOf(words) is not FitOptions options)
        {
            Console.Error.WriteLine("usage: real FOLDER OUT constant|linear|quadratic [span] cv|aicc [numbers]");
            return 2;
        }

        Console.WriteLine(typeof(KernelRegression).Assembly.GetName().Version!.ToString(3));
        RealTable table = RealTable.Read(folder, levels: !words.Contains("numbers"));
        int done = File.Exists(output) ? File.ReadLines(output).Count() : 0; // a run goes on after what is there
        using StreamWriter writer = new(output, append: true) { AutoFlush = true };
        foreach (int[] held in table.Splits.Skip(done))
        {
            KernelRegression model = KernelRegression.Fit(table.Without(held), options);
            double?[] line = [model.Summaries[0].LeaveOneOutRmse, .. model.PredictMany(table.QueriesOf(held)).Values()];
            writer.Write(string.Join(',', line.Select(v => (v ?? double.NaN).ToString("R", CultureInfo.InvariantCulture))) + "\n");
        }

        return 0;
    }

    /// <summary>What <c>fit --estimator … --bandwidth …</c> would have; with <c>span</c> also <c>--bandwidth-type span --kernel tricube</c>, which is loess.</summary>
    private static FitOptions? OptionsOf(string[] words)
    {
        string[] form = [.. words.Where(w => w != "numbers")];
        bool isSpan = form is [_, "span", _];
        if (form is not [string estimator, .., string rule] || form.Length != (isSpan ? 3 : 2))
        {
            return null;
        }

        Estimator? degree = estimator switch { "constant" => Estimator.Constant, "linear" => Estimator.Linear, "quadratic" => Estimator.Polynomial(2), _ => null };
        Bandwidth? bandwidth = rule switch { "cv" => Bandwidth.LeaveOneOut, "aicc" => Bandwidth.Aicc, _ => null };
        return degree is null || bandwidth is null ? null : new()
        {
            Estimator = degree,
            Bandwidth = bandwidth,
            Kernel = isSpan ? Kernel.Tricube : Kernel.Gaussian,
            BandwidthType = isSpan ? BandwidthType.Span : BandwidthType.Fixed,
        };
    }
}
