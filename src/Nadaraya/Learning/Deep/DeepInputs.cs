using System.Numerics;

namespace Nadaraya;

/// <summary>How features become what a network reads: numbers brought to one scale, levels as rows of tables. Immutable.</summary>
/// <remarks>
/// z = (x − median)/spread with spread = (upper − lower quartile)/1.35, or the standard deviation where quartiles meet, then z/√(1 + (z/4)²), which keeps far numbers in reach.
/// A number on a circle is its sine and cosine; an ordered level its score and a row of a table. A level never seen has the row behind the last, and the score 0.
/// </remarks>
internal sealed class DeepInputs
{
    private const double Reach = 4;
    private readonly FeatureType[] types;
    private readonly double[] scaling;

    private DeepInputs(FeatureType[] types, double[] scaling)
    {
        (this.types, this.scaling) = (types, scaling);
        Waves = types.Count(HasWaves);
        Numbers = Waves + (2 * types.Count(t => t.Kind == FeatureKind.Periodic));
        Levels = [.. types.Where(t => t.IsDiscrete).Select(t => t.Levels.Count + 1)];
    }

    /// <summary>The number of numbers that may have waves; they come first.</summary>
    public int Waves { get; }

    /// <summary>The number of numbers.</summary>
    public int Numbers { get; }

    /// <summary>The rows of each table: the levels, and one for a level never seen.</summary>
    public int[] Levels { get; }

    /// <summary>Median and spread of each number with waves.</summary>
    public double[] Scaling => [.. scaling];

    /// <summary>Measures rows.</summary>
    /// <param name="columns">One array a feature: numbers, or indexes of levels.</param>
    /// <param name="types">Their types.</param>
    /// <param name="rows">The rows that count.</param>
    public static DeepInputs Of(double[][] columns, FeatureType[] types, int[] rows)
    {
        List<double> scaling = [];
        for (int f = 0; f < types.Length; f++)
        {
            if (HasWaves(types[f]))
            {
                double[] values = [.. rows.Select(r => Number(types[f], columns[f][r])).Where(double.IsFinite).Order()];
                scaling.AddRange(Measure(values));
            }
        }

        return new(types, [.. scaling]);
    }

    /// <summary>The same from its figures.</summary>
    public static DeepInputs Restore(FeatureType[] types, double[] scaling) => new(types, scaling);

    /// <summary>Lays rows out for a network.</summary>
    /// <param name="columns">One array a feature.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="numbers">Receives <see cref="Numbers"/> numbers a row.</param>
    /// <param name="levels">Receives a table row for every table.</param>
    public void Encode<T>(double[][] columns, int count, Span<T> numbers, Span<int> levels)
        where T : struct, IFloatingPointIeee754<T>
    {
        (int number, int circle, int table) = (0, Waves, 0);
        for (int f = 0; f < types.Length; f++)
        {
            FeatureType type = types[f];
            double[] column = columns[f];
            for (int i = 0; i < count; i++)
            {
                if (type.Kind == FeatureKind.Periodic)
                {
                    (double sine, double cosine) = Math.SinCos(2 * Math.PI * (column[i] / type.Period));
                    numbers[(i * Numbers) + circle] = T.CreateTruncating(sine);
                    numbers[(i * Numbers) + circle + 1] = T.CreateTruncating(cosine);
                }

                if (HasWaves(type))
                {
                    double z = Number(type, column[i]);
                    z = double.IsFinite(z) ? (z - scaling[2 * number]) / scaling[(2 * number) + 1] : 0;
                    double far = z / Reach;
                    numbers[(i * Numbers) + number] = T.CreateTruncating(Math.Abs(far) > 1e100 ? Math.CopySign(Reach, far) : z / Math.Sqrt(1 + (far * far)));
                }

                if (type.IsDiscrete)
                {
                    levels[(i * Levels.Length) + table] = column[i] < 0 ? type.Levels.Count : (int)column[i];
                }
            }

            number += HasWaves(type) ? 1 : 0;
            circle += type.Kind == FeatureKind.Periodic ? 2 : 0;
            table += type.IsDiscrete ? 1 : 0;
        }
    }

    private static bool HasWaves(FeatureType type) => type.Kind is FeatureKind.Continuous or FeatureKind.Ordered;

    private static double Number(FeatureType type, double value) =>
        type.Kind != FeatureKind.Ordered ? value : value < 0 ? double.NaN : type.Scores[(int)value];

    /// <summary>Median and spread of ascending values; 0 and 1 where there is none, spread 1 where all are one.</summary>
    private static double[] Measure(double[] values)
    {
        if (values.Length == 0)
        {
            return [0, 1];
        }

        double At(double share) => values[(int)Math.Round(share * (values.Length - 1))];
        double spread = (At(0.75) - At(0.25)) / 1.35;
        if (!(spread > 0))
        {
            double mean = values.Average();
            spread = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        }

        return [At(0.5), spread > 0 ? spread : 1];
    }
}
