using Nadaraya.Tests.Numerics;

namespace Nadaraya.Tests;

/// <summary>The weighted mean at a query in 31 digits, by its definition: what every engine is held to.</summary>
/// <param name="kernel">gaussian, laplace, one of the compact kernels, or levels: λ to the distance, the bandwidth λ.</param>
/// <param name="columns">Keys, one array a column.</param>
/// <param name="bandwidths">One a column.</param>
/// <param name="values">Centred targets.</param>
/// <param name="weights">Row weights, or null.</param>
internal sealed class Reference(string kernel, double[][] columns, double[] bandwidths, double[] values, double[]? weights)
{
    private static readonly DoubleDouble RootFive = new(2.23606797749979, -1.0864230407365012e-16);
    private static readonly DoubleDouble HalfPi = new(1.5707963267948966, 6.123233995736766e-17);

    private readonly Dictionary<(double, double, double, int), (double Value, double Spread)?> known = [];

    /// <summary>Σ w c/Σ w and Σ w|c|/Σ w without one row; null where no row has any weight.</summary>
    public (double Value, double Spread)? At(double[] query, int skip = -1)
    {
        (double, double, double, int) key = (query[0], query.ElementAtOrDefault(1), query.ElementAtOrDefault(2), skip);
        if (!known.TryGetValue(key, out (double, double)? truth))
        {
            known[key] = truth = Sum(query, skip);
        }

        return truth;
    }

    /// <summary>1 − |q − x|/(support·h) of a key in a column.</summary>
    public double Gap(double query, int key, int column)
    {
        DoubleDouble apart = ((DoubleDouble)query - columns[column][key]).Abs();
        return ((DoubleDouble)1.0 - (apart / (kernel == "epanechnikov-np" ? RootFive * bandwidths[column] : bandwidths[column]))).High;
    }

    private (double Value, double Spread)? Sum(double[] query, int skip)
    {
        int n = values.Length;
        DoubleDouble[] log = new DoubleDouble[n];
        DoubleDouble[] plain = new DoubleDouble[n];
        double best = double.NegativeInfinity;
        DoubleDouble[] ofStep = [.. bandwidths.Select(Log)];
        for (int i = 0; i < n; i++)
        {
            log[i] = 0;
            plain[i] = 1;
            for (int j = 0; j < columns.Length; j++)
            {
                DoubleDouble u = ((DoubleDouble)query[j] - columns[j][i]) / bandwidths[j];
                double apart = Math.Abs(query[j] - columns[j][i]);
                double steps = query[j] < 0 ? EngineSetting.Levels[j] : apart;
                log[i] += kernel switch { "gaussian" => u * u * -0.5, "laplace" => -u.Abs(), "levels" => ofStep[j] * steps, _ => 0 };
                plain[i] *= Compact(u.Abs(), apart, bandwidths[j]);
            }

            best = i == skip ? best : Math.Max(best, log[i].High);
        }

        (DoubleDouble total, DoubleDouble sum, DoubleDouble spread) = (0, 0, 0);
        for (int i = 0; i < n; i++)
        {
            DoubleDouble exponent = log[i] - best;
            if (i == skip || exponent.High < -650 || plain[i].High == 0)
            {
                continue;
            }

            DoubleDouble w = (exponent.High == 0 ? plain[i] : exponent.Exp() * plain[i]) * (weights?[i] ?? 1);
            total += w;
            sum += w * values[i];
            spread += w * Math.Abs(values[i]);
        }

        return total.High > 0 ? ((sum / total).High, (spread / total).High) : null;
    }

    /// <summary>ln x, by one step of Newton's.</summary>
    private static DoubleDouble Log(double x)
    {
        double near = Math.Clamp(Math.Log(x), -600, 600);
        return near + ((new DoubleDouble(-near).Exp() * x) - 1.0);
    }

    /// <summary>A compact kernel up to its factor; who belongs is decided on the doubles.</summary>
    private DoubleDouble Compact(DoubleDouble v, double apart, double bandwidth)
    {
        DoubleDouble one = 1.0;
        if (kernel == "epanechnikov-np")
        {
            DoubleDouble t = one - (v * v / 5.0);
            return apart < Math.Sqrt(5) * bandwidth && t.High > 0 ? t : 0.0;
        }

        DoubleDouble gap = one - (v * v);
        DoubleDouble cube = one - (v * v * v);
        return kernel switch
        {
            "uniform" => apart <= bandwidth ? one : 0.0,
            "triangular" => apart < bandwidth ? one - v : 0.0,
            "epanechnikov" => apart < bandwidth ? gap : 0.0,
            "biweight" => apart < bandwidth ? gap * gap : 0.0,
            "triweight" => apart < bandwidth ? gap * gap * gap : 0.0,
            "cosine" => apart < bandwidth ? Sine((one - v) * HalfPi) : 0.0,
            "tricube" => apart < bandwidth ? cube * cube * cube : 0.0,
            _ => one,
        };
    }

    /// <summary>sin r for 0 ≤ r ≤ π/2, by Taylor's series.</summary>
    private static DoubleDouble Sine(DoubleDouble r)
    {
        DoubleDouble term = r;
        DoubleDouble sum = r;
        for (int n = 3; n < 33; n += 2)
        {
            term = -(term * r * r) / (n * (n - 1.0));
            sum += term;
        }

        return sum;
    }
}
