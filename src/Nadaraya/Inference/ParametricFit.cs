namespace Nadaraya;

/// <summary>Least squares on powers of the numbers and dummies of the levels, weighted by rows: an orthonormal basis of the columns, so that many targets cost a product each.</summary>
internal sealed class ParametricFit
{
    private const double Dependent = 1e-10;

    private readonly List<double[]> basis = [];
    private readonly double[] weights;

    /// <param name="sample">The rows.</param>
    /// <param name="features">The features that vary.</param>
    /// <param name="degree">The highest power of a number; a periodic feature has as many waves.</param>
    public ParametricFit(Sample sample, int[] features, int degree)
    {
        int n = sample.Count;
        weights = [.. Enumerable.Range(0, n).Select(sample.Weight)];
        Add([.. Enumerable.Repeat(1.0, n)]);
        foreach (int j in degree == 0 ? [] : features)
        {
            FeatureType type = sample.Data.FeatureTypes[j];
            double[] x = sample.Columns[j];
            if (type.IsDiscrete)
            {
                for (int level = 1; level < type.Levels.Count; level++)
                {
                    Add([.. x.Take(n).Select(v => v == level ? 1.0 : 0)]);
                }

                continue;
            }

            (double low, double high) = sample.Range(j);
            for (int power = 1; power <= degree; power++)
            {
                if (type.Kind == FeatureKind.Periodic)
                {
                    double turns = 2 * Math.PI * power / type.Period;
                    Add([.. x.Take(n).Select(v => Math.Cos(turns * v))]);
                    Add([.. x.Take(n).Select(v => Math.Sin(turns * v))]);
                    continue;
                }

                double half = (high / 2) - (low / 2);
                double middle = (high / 2) + (low / 2);
                Add([.. x.Take(n).Select(v => Math.Pow((v - middle) / half, power))]);
            }
        }
    }

    /// <summary>How many parameters there are, dependent columns left out.</summary>
    public int Parameters => basis.Count;

    /// <summary>hᵢᵢ.</summary>
    public double[] Own() => [.. weights.Select((v, i) => v * basis.Sum(q => q[i] * q[i]))];

    /// <summary>values −= their projection on the columns.</summary>
    public void Residuals(Span<double> values)
    {
        foreach (double[] q in basis)
        {
            double c = 0;
            for (int i = 0; i < q.Length; i++)
            {
                c += weights[i] * q[i] * values[i];
            }

            for (int i = 0; i < q.Length; i++)
            {
                values[i] -= c * q[i];
            }
        }
    }

    /// <summary>Gram–Schmidt, twice: then the columns are orthogonal to rounding. Source: Giraud, Langou &amp; Rozložník (2005).</summary>
    private void Add(double[] column)
    {
        double before = Norm(column);
        Residuals(column);
        Residuals(column);
        double after = Norm(column);
        if (after > Dependent * before && after > 0)
        {
            for (int i = 0; i < column.Length; i++)
            {
                column[i] /= after;
            }

            basis.Add(column);
        }
    }

    private double Norm(double[] column)
    {
        double sum = 0;
        for (int i = 0; i < column.Length; i++)
        {
            sum += weights[i] * column[i] * column[i];
        }

        return Math.Sqrt(sum);
    }
}
