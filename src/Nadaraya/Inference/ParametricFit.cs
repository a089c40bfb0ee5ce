namespace Nadaraya;

/// <summary>Least squares on powers of the numbers and dummies of the levels, weighted by rows: an orthonormal basis of the columns, so that many targets cost a product each.</summary>
internal sealed class ParametricFit
{
    private const double Dependent = 1e-10;

    private readonly List<double[]> basis = [];
    private readonly List<Column> columns = [];
    private readonly Sample sample;
    private readonly double[] weights;

    /// <param name="sample">The rows.</param>
    /// <param name="features">The features that vary.</param>
    /// <param name="degree">The highest power of a number; a periodic feature has as many waves.</param>
    /// <param name="cancellation">Stops it between two columns.</param>
    public ParametricFit(Sample sample, int[] features, int degree, CancellationToken cancellation = default)
    {
        this.sample = sample;
        weights = [.. Enumerable.Range(0, sample.Count).Select(sample.Weight)];
        Add(-1, _ => 1, cancellation);
        foreach (int j in degree == 0 ? [] : features)
        {
            FeatureType type = sample.Data.FeatureTypes[j];
            if (type.IsDiscrete)
            {
                for (int k = 1; k < type.Levels.Count; k++)
                {
                    int level = k;
                    Add(j, v => v == level ? 1 : 0, cancellation);
                }

                continue;
            }

            (double low, double high) = sample.Range(j);
            for (int k = 1; k <= degree; k++)
            {
                int power = k;
                if (type.Kind == FeatureKind.Periodic)
                {
                    double turns = 2 * Math.PI * power / type.Period;
                    Add(j, v => Math.Cos(turns * v), cancellation);
                    Add(j, v => Math.Sin(turns * v), cancellation);
                    continue;
                }

                double half = (high / 2) - (low / 2);
                double middle = (high / 2) + (low / 2);
                Add(j, v => Math.Pow((v - middle) / half, power), cancellation);
            }
        }
    }

    /// <summary>How many parameters there are, dependent columns left out.</summary>
    public int Parameters => basis.Count;

    /// <summary>hᵢᵢ.</summary>
    public double[] Own() => [.. weights.Select((v, i) => v * basis.Sum(q => q[i] * q[i]))];

    /// <summary>values −= their projection on the columns.</summary>
    public void Residuals(Span<double> values) => Project(values, new double[basis.Count]);

    /// <summary>The coefficients of the orthonormal columns: a fit at a point is their product with <see cref="At"/>.</summary>
    public double[] Coefficients(ReadOnlySpan<double> values)
    {
        double[] parts = new double[basis.Count];
        Project(values.ToArray(), parts);
        return parts;
    }

    /// <summary>The orthonormal columns at a query, by the steps that made them. Of a level that the model has never seen no dummy is set: it takes the base. O(p²).</summary>
    public double[] At(Queries queries, int query)
    {
        double[] values = new double[columns.Count];
        for (int k = 0; k < values.Length; k++)
        {
            Column own = columns[k];
            double value = own.Of(own.Feature < 0 ? 0 : queries.Columns[own.Feature][query]);
            for (int j = 0; j < k; j++)
            {
                value -= own.Parts[j] * values[j];
            }

            values[k] = value / own.Norm;
        }

        return values;
    }

    /// <summary>values −= their projection on the columns; parts += its coefficients.</summary>
    private void Project(Span<double> values, Span<double> parts)
    {
        for (int k = 0; k < basis.Count; k++)
        {
            double[] q = basis[k];
            double c = 0;
            for (int i = 0; i < q.Length; i++)
            {
                c += weights[i] * q[i] * values[i];
            }

            for (int i = 0; i < q.Length; i++)
            {
                values[i] -= c * q[i];
            }

            parts[k] += c;
        }
    }

    /// <summary>Gram–Schmidt, twice: then the columns are orthogonal to rounding. Source: Giraud, Langou &amp; Rozložník (2005).</summary>
    private void Add(int feature, Func<double, double> of, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        double[] column = new double[weights.Length];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = of(feature < 0 ? 0 : sample.Columns[feature][i]);
        }

        double[] parts = new double[basis.Count];
        double before = Norm(column);
        Project(column, parts);
        Project(column, parts);
        double after = Norm(column);
        if (after > Dependent * before && after > 0)
        {
            for (int i = 0; i < column.Length; i++)
            {
                column[i] /= after;
            }

            basis.Add(column);
            columns.Add(new(feature, of, parts, after));
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

    /// <summary>How a column came about: what it is of a feature, less its parts in the columns before, over the norm of the rest.</summary>
    private sealed record Column(int Feature, Func<double, double> Of, double[] Parts, double Norm);
}
