using System.Diagnostics;
using System.Globalization;

namespace Nadaraya;

/// <summary>h = [σ̂²(b − a)/(2√π θ̂₂₂n)]^(1/5), the asymptotically best bandwidth of a local line with the Gaussian kernel, its unknowns estimated.</summary>
/// <remarks>
/// Direct plug-in: quartics on blocks give the first noise and curvature, these a local cubic for θ₂₂ = n⁻¹Σ m″², and that a local
/// line for σ². Source: Ruppert, Sheather &amp; Wand (1995), An effective bandwidth selector for local least squares regression. Binned
/// on 401 points, without 1 % of the rows at each end, curvature without 5 % of the grid at each end, weights cut at four bandwidths,
/// as in KernSmooth, whose numbers these are. Of rows with equal keys each carries their mean value and an equal share of their squares
/// around it, so that a border between blocks that cuts through a tie does not ask for their order; KernSmooth takes them as they come.
/// </remarks>
internal static class PlugIn
{
    private const int GridPoints = 401;
    private const double Trim = 0.01;
    private const double CurvatureTrim = 0.05;

    /// <summary>The bandwidth, in the unit of x: positive and finite.</summary>
    /// <param name="x">The keys, n, finite.</param>
    /// <param name="y">The values, n, finite.</param>
    /// <exception cref="DataException">There are fewer than six rows or five different keys, or no noise, or no curvature was found.</exception>
    public static double RuppertSheatherWand(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Debug.Assert(x.Length == y.Length, "Value i belongs to key i.");
        if (x.Length <= BlockedQuartics.Coefficients)
        {
            throw Refuse($"there are {x.Length} rows", "at least six");
        }

        (double[] keys, double[] values) = Ordered(x, y);
        int cut = (int)(Trim * keys.Length);
        int n = keys.Length - (2 * cut);
        int exponent = ToUnitInterval(keys, cut, out double range);
        if (range == 0)
        {
            throw Refuse("the feature is constant between its 1 % and 99 % points", "at least five different keys");
        }

        if (values.Max() == values.Min())
        {
            throw Refuse("the target is constant", "values that vary");
        }

        double rounding = Standardize(values);

        double[] within = ShareTies(keys, values);
        double bandwidth = InUnitInterval(keys.AsSpan(cut, n), values.AsSpan(cut, n), within.AsSpan(cut, n), rounding);

        // As Silverman's rule: neither 0 nor infinite, also at the ends of the doubles.
        return Math.Clamp(Math.ScaleB(bandwidth * range, exponent), double.Epsilon, double.MaxValue / 4);
    }

    /// <summary>The steps of the rule on keys in [0, 1] and values of spread one.</summary>
    private static double InUnitInterval(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> within, double rounding)
    {
        int n = x.Length;
        BlockedQuartics quartics = BlockedQuartics.Fit(x, y, within)
            ?? throw Refuse("the feature has fewer than five different keys between its 1 % and 99 % points", "at least five for a curve of degree four");
        double noise = quartics.Noise;

        // What is left of a polynomial without noise is what its values lost when they were written down.
        if (!(noise > rounding * rounding))
        {
            throw Refuse("polynomials on blocks of rows leave nothing of the target over", "noise around the curve");
        }

        // The pilot bandwidth of a local cubic: C = 3/(8√π) where θ̂₂₄ < 0, else 15/(16√π).
        double fourth = quartics.FourthCurvature;
        double share = (fourth < 0 ? 6.0 : 15.0) / (16 * Math.Sqrt(Math.PI));
        double pilot = Usable(Math.Pow(share * noise / (Math.Abs(fourth) * n), 1.0 / 7), "curvature");

        GridFit grid = new(GridPoints, x, y);
        double curvature = Curvature(grid, pilot) / n;
        double lineConstant = 4 * (0.5 + (2 * Math.Sqrt(2)) - (4 * Math.Sqrt(3) / 3)) / Math.Sqrt(2 * Math.PI);
        double line = Usable(Math.Pow(lineConstant * noise * noise / (curvature * n) / (curvature * n), 1.0 / 9), "curvature");

        double variance = Variance(grid, line, SumOfSquares(y, within), n);
        return Usable(Math.Pow(variance / (2 * Math.Sqrt(Math.PI) * curvature * n), 0.2), "variance");
    }

    /// <summary>Σ m̂″² over the rows, by a local cubic, without the ends.</summary>
    private static double Curvature(GridFit grid, double bandwidth)
    {
        int edge = (int)(CurvatureTrim * GridPoints);
        double sum = 0;
        for (int k = edge; k < GridPoints - edge; k++)
        {
            if (grid.Counts[k] > 0)
            {
                double second = At(grid, k, 3, bandwidth).SecondDerivative;
                sum += second * second * grid.Counts[k];
            }
        }

        return sum;
    }

    /// <summary>σ̂² = RSS/(n − 2 tr S + tr SSᵀ), by a local line.</summary>
    private static double Variance(GridFit grid, double bandwidth, double squares, int n)
    {
        double left = squares;
        double freedom = n;
        for (int k = 0; k < GridPoints; k++)
        {
            if (grid.Counts[k] > 0)
            {
                GridPolynomial at = At(grid, k, 1, bandwidth);
                left += at.Value * ((at.Value * grid.Counts[k]) - (2 * grid.Sums[k]));
                freedom += ((at.SquaredWeights - (2 * at.Leverage)) * grid.Counts[k]);
            }
        }

        return freedom > 0 ? left / freedom : double.NaN;
    }

    private static GridPolynomial At(GridFit grid, int point, int degree, double bandwidth) => grid.At(point, degree, bandwidth)
        ?? throw Refuse(
            string.Create(CultureInfo.InvariantCulture, $"at {point / (GridPoints - 1.0):P0} of the feature's range there are too few keys within reach"),
            degree == 1 ? "at least two for a line" : "at least four for a curve of degree three");

    private static double Usable(double found, string what) => found > 0 && double.IsFinite(found)
        ? found
        : throw Refuse($"its estimate of the {what} is 0 or not finite", "a curve and noise around it");

    private static double SumOfSquares(ReadOnlySpan<double> y, ReadOnlySpan<double> within)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            sum += (y[i] * y[i]) + within[i];
        }

        return sum;
    }

    /// <summary>Rows by key, and of equal keys by value, so that nothing rests on the order in which they came.</summary>
    private static (double[] Keys, double[] Values) Ordered(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        (double Key, double Value)[] rows = new (double, double)[x.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (x[i], y[i]);
        }

        Array.Sort(rows);
        return ([.. rows.Select(row => row.Key)], [.. rows.Select(row => row.Value)]);
    }

    /// <summary>x ← (x − a)/(b − a) with a and b the smallest and the largest key that are not cut; b − a is range·2^exponent.</summary>
    private static int ToUnitInterval(double[] x, int cut, out double range)
    {
        // By a power of two first, so that the ends of the doubles are no special case.
        int exponent = Exponent(Math.Max(Math.Abs(x[0]), Math.Abs(x[^1])));
        double low = Math.ScaleB(x[cut], -exponent);
        range = Math.ScaleB(x[^(cut + 1)], -exponent) - low;
        for (int i = 0; range > 0 && i < x.Length; i++)
        {
            x[i] = (Math.ScaleB(x[i], -exponent) - low) / range;
        }

        return exponent;
    }

    /// <summary>y ← (y − ȳ)/s; returns how large a standardised value's rounding may be.</summary>
    private static double Standardize(double[] y)
    {
        double largest = y.Max(Math.Abs);
        int exponent = Exponent(largest);
        double mean = 0;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Math.ScaleB(y[i], -exponent);
            mean += (y[i] - mean) / (i + 1);
        }

        double squares = 0;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] -= mean;
            squares += y[i] * y[i];
        }

        double spread = Math.Sqrt(squares / y.Length);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] /= spread;
        }

        // 16 units in the last place of the largest value, for the value and for the fit that it goes through.
        return Math.ScaleB(1, -48) / spread;
    }

    /// <summary>y ← the mean of the rows with an equal key; returns a row's share of their squares around it.</summary>
    private static double[] ShareTies(double[] x, double[] y)
    {
        double[] within = new double[x.Length];
        for (int low = 0, high; low < x.Length; low = high)
        {
            for (high = low + 1; high < x.Length && x[high] == x[low]; high++)
            {
            }

            Span<double> tied = y.AsSpan(low, high - low);
            double mean = 0;
            foreach (double value in tied)
            {
                mean += value / tied.Length;
            }

            double squares = 0;
            foreach (double value in tied)
            {
                squares += (value - mean) * (value - mean);
            }

            tied.Fill(mean);
            within.AsSpan(low, tied.Length).Fill(squares / tied.Length);
        }

        return within;
    }

    private static int Exponent(double largest) => largest == 0 ? 0 : Math.ILogB(largest);

    private static DataException Refuse(string found, string expected) => new(string.Create(
        CultureInfo.InvariantCulture, $"The rule 'plug-in' has no bandwidth: {found}, where it needs {expected}; use cv or give a number."));
}
