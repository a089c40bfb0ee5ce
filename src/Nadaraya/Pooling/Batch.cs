using System.Globalization;

namespace Nadaraya;

/// <summary>A stack of matrices, n × rows × columns, stored row by row: what the chapter calls a three-dimensional tensor.</summary>
public sealed class Batch
{
    private readonly double[] values;

    /// <summary>Copies values into a stack.</summary>
    /// <param name="count">The number of matrices, n.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="columns">Columns of each.</param>
    /// <param name="values">n·rows·columns values, matrix by matrix and row by row.</param>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public Batch(int count, int rows, int columns, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (values.Length != (long)count * rows * columns)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"values has {values.Length} entries but the shape ({count}, {rows}, {columns}) needs {(long)count * rows * columns}."),
                nameof(values));
        }

        (Count, Rows, Columns) = (count, rows, columns);
        this.values = values.ToArray();
    }

    /// <summary>A stack of equal values.</summary>
    /// <param name="count">The number of matrices.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="columns">Columns of each.</param>
    /// <param name="value">The value.</param>
    public static Batch Filled(int count, int rows, int columns, double value)
    {
        double[] all = new double[count * rows * columns];
        all.AsSpan().Fill(value);
        return new(count, rows, columns, all);
    }

    /// <summary>The number of matrices.</summary>
    public int Count { get; }

    /// <summary>Rows of each.</summary>
    public int Rows { get; }

    /// <summary>Columns of each.</summary>
    public int Columns { get; }

    /// <summary>All values, matrix by matrix and row by row.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>One value.</summary>
    /// <param name="matrix">Which matrix.</param>
    /// <param name="row">Which row.</param>
    /// <param name="column">Which column.</param>
    public double this[int matrix, int row, int column] => values[(((matrix * Rows) + row) * Columns) + column];

    /// <summary>One row.</summary>
    /// <param name="matrix">Which matrix.</param>
    /// <param name="row">Which row.</param>
    public ReadOnlySpan<double> Row(int matrix, int row) => values.AsSpan(((matrix * Rows) + row) * Columns, Columns);

    /// <summary>One column of a matrix, copied.</summary>
    internal double[] Column(int matrix, int column)
    {
        double[] copy = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            copy[i] = this[matrix, i, column];
        }

        return copy;
    }
}
