using System.Globalization;

namespace Nadaraya;

/// <summary>Fits as the options say; where the degree is open, fits every one and takes that of the lowest criterion.</summary>
/// <param name="data">The training rows.</param>
/// <param name="options">How.</param>
/// <param name="progress">Hears how far it is.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class DegreeChoice(Dataset data, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Fits.</summary>
    public FitResult Fit()
    {
        if (options.Estimator.Highest is not int highest)
        {
            return Fit(options);
        }

        FitResult[] fits = [.. Enumerable.Range(0, highest + 1).Select(degree => Fit(options with
        {
            Estimator = Estimator.Polynomial(degree) with { Terms = options.Estimator.Terms },
        }))];
        int best = Enumerable.Range(0, fits.Length).MinBy(k => Value(fits[k]));
        string tried = string.Join(", ", fits.Select((f, k) => string.Create(CultureInfo.InvariantCulture, $"{k}: {Value(f):G5}")));
        return fits[best] with
        {
            HighestDegree = highest,
            Warnings = [.. fits[best].Warnings, $"Degree {best} was chosen, of the lowest criterion ({tried})."],
        };
    }

    private static double Value(FitResult fit) => fit.CriterionValue ?? fit.Summaries.Sum(s => s.LeaveOneOutRmse) ?? double.PositiveInfinity;

    private FitResult Fit(FitOptions with)
    {
        using Fitter fitter = new(data, with, progress, cancellation);
        return fitter.Fit();
    }
}
