namespace Nadaraya;

/// <summary>Attention weights as a picture: both axes sorted by input, and means of blocks where there are too many to see.</summary>
/// <remarks>
/// A cell is the mean weight of its queries and keys, so that the mean over cells, each counted with its size, is the mean of all
/// weights. Weights are asked for row by row; memory is O(keys + cells), never queries × keys.
/// </remarks>
public sealed class AttentionGrid
{
    /// <summary>At most so many rows and columns by default: a screen shows no more.</summary>
    public const int DefaultMaximum = 200;

    private readonly double[] cells;

    private AttentionGrid(double[] queries, double[] keys, int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        (SortedQueries, SortedKeys) = (queries, keys);
        cells = new double[rows * columns];
    }

    /// <summary>How many rows the picture has: the queries, or blocks of them.</summary>
    public int Rows { get; }

    /// <summary>How many columns the picture has: the keys, or blocks of them.</summary>
    public int Columns { get; }

    /// <summary>The query inputs, ascending.</summary>
    public IReadOnlyList<double> SortedQueries { get; }

    /// <summary>The key inputs, ascending.</summary>
    public IReadOnlyList<double> SortedKeys { get; }

    /// <summary>The mean weight of a cell; NaN where none of its queries has weights.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1, smallest query first.</param>
    /// <param name="column">0 … <see cref="Columns"/> − 1, smallest key first.</param>
    public double this[int row, int column] => cells[(row * Columns) + column];

    /// <summary>The largest weight of a cell; 0 where no cell has one.</summary>
    public double Maximum => cells.Where(double.IsFinite).DefaultIfEmpty(0).Max();

    /// <summary>The smallest weight of a cell, below 0 for signed kernels only; 0 where no cell has one.</summary>
    public double Minimum => cells.Where(double.IsFinite).DefaultIfEmpty(0).Min();

    /// <summary>Sorts and, where needed, averages a whole matrix of weights.</summary>
    /// <param name="queryInputs">m inputs, in any order.</param>
    /// <param name="keyInputs">n inputs, in any order.</param>
    /// <param name="weights">m × n weights, row by row; NaN for a query that has none.</param>
    /// <param name="maximum">The most rows and columns to keep, at least 1.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">The sizes don't fit, a list is empty or an input is not finite.</exception>
    public static AttentionGrid FromMatrix(IReadOnlyList<double> queryInputs, IReadOnlyList<double> keyInputs, ReadOnlyMemory<double> weights, int maximum = DefaultMaximum)
    {
        ArgumentNullException.ThrowIfNull(queryInputs);
        ArgumentNullException.ThrowIfNull(keyInputs);
        var n = keyInputs.Count;
        if (weights.Length != (long)queryInputs.Count * n)
        {
            throw new ArgumentException($"weights has {weights.Length} values but {queryInputs.Count} queries and {n} keys need {(long)queryInputs.Count * n}; give one row of {n} per query.", nameof(weights));
        }

        return FromRows(queryInputs, keyInputs, (query, destination) => weights.Span.Slice(query * n, n).CopyTo(destination), maximum);
    }

    /// <summary>Sorts and, where needed, averages weights that are asked for row by row, each once.</summary>
    /// <param name="queryInputs">m inputs, in any order.</param>
    /// <param name="keyInputs">n inputs, in any order.</param>
    /// <param name="row">Fills the weights of one query.</param>
    /// <param name="maximum">The most rows and columns to keep, at least 1.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">A list is empty or an input is not finite.</exception>
    public static AttentionGrid FromRows(IReadOnlyList<double> queryInputs, IReadOnlyList<double> keyInputs, AttentionRow row, int maximum = DefaultMaximum)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        var (queries, queryOrder) = Sort(queryInputs, nameof(queryInputs));
        var (keys, keyOrder) = Sort(keyInputs, nameof(keyInputs));
        var grid = new AttentionGrid(queries, keys, Math.Min(queries.Length, maximum), Math.Min(keys.Length, maximum));
        var weights = new double[keys.Length];
        for (var r = 0; r < grid.Rows; r++)
        {
            grid.Fill(r, queryOrder, keyOrder, row, weights);
        }

        return grid;
    }

    /// <summary>The first input of a block and the first of the next: block b of B holds ranks ⌊b·n/B⌋ … ⌊(b+1)·n/B⌋ − 1.</summary>
    internal static (int From, int To) Block(int block, int blocks, int count) =>
        ((int)((long)block * count / blocks), (int)((long)(block + 1) * count / blocks));

    private void Fill(int r, int[] queryOrder, int[] keyOrder, AttentionRow row, double[] weights)
    {
        var target = cells.AsSpan(r * Columns, Columns);
        var counts = new long[Columns];
        var (fromQuery, toQuery) = Block(r, Rows, queryOrder.Length);
        for (var q = fromQuery; q < toQuery; q++)
        {
            row(queryOrder[q], weights);
            for (var c = 0; c < Columns; c++)
            {
                var (fromKey, toKey) = Block(c, Columns, keyOrder.Length);
                for (var k = fromKey; k < toKey; k++)
                {
                    var weight = weights[keyOrder[k]];
                    if (double.IsFinite(weight))
                    {
                        target[c] += weight;
                        counts[c]++;
                    }
                }
            }
        }

        for (var c = 0; c < Columns; c++)
        {
            target[c] = counts[c] > 0 ? target[c] / counts[c] : double.NaN;
        }
    }

    private static (double[] Sorted, int[] Order) Sort(IReadOnlyList<double> inputs, string name)
    {
        ArgumentNullException.ThrowIfNull(inputs, name);
        if (inputs.Count == 0)
        {
            throw new ArgumentException($"{name} is empty; a heat map needs at least one query and one key.", name);
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (!double.IsFinite(inputs[i]))
            {
                throw new ArgumentException($"{name}[{i}] is {inputs[i]}; inputs are finite numbers, for they order the axis. Leave that row out.", name);
            }
        }

        // OrderBy is stable, so rows with equal inputs keep their order.
        int[] order = [.. Enumerable.Range(0, inputs.Count).OrderBy(i => inputs[i])];
        return ([.. order.Select(i => inputs[i])], order);
    }
}
