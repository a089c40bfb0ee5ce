using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The rows of one query, √w·(b(x − q), c), heaviest first, turned into a triangle by Givens rotations, the constant last: right to the last digits however far apart weights are.</summary>
/// <remarks>Normal equations square the condition of the window, and lose what weighs under 1e-16 of the rest: this does neither. O(n log n + n p²).</remarks>
/// <param name="request">The keys, the basis and the targets.</param>
/// <param name="queries">The queries.</param>
/// <param name="query">Which of them.</param>
internal sealed class GradedRows(PoolingRequest request, Points queries, int query)
{
    /// <summary>A pivot that rounding alone may have left.</summary>
    private const double Rounding = 1e-13;

    /// <summary>A singular value that is 0, of columns of unit length, and how much of β₀ may be open.</summary>
    private const double Null = 1e-11;

    private const double Closed = 1e-16;

    private readonly List<(double Weight, int Key)> rows = [];
    private readonly int terms = request.Basis.TargetTerms;
    private readonly int width = request.Basis.TargetTerms + request.Payload.Targets;
    private readonly double[] triangle = new double[request.Basis.TargetTerms * (request.Basis.TargetTerms + request.Payload.Targets)];
    private readonly double[] sizes = new double[request.Basis.TargetTerms * (request.Basis.TargetTerms + request.Payload.Targets)]; // of what was added to an entry: what cancelled shows against it

    private readonly List<(double Cosine, double Sine)> turns = []; // of each row in its order, one a term
    private double[] ofValue = []; // β₀ as a sum over the triangle's right side

    /// <summary>Takes the weights of a tile.</summary>
    public void Take(int start, ReadOnlySpan<double> weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                rows.Add((weights[i], start + i));
            }
        }
    }

    /// <summary>√ of the largest weight, which rows are divided by.</summary>
    public double Unit { get; private set; } = 1;

    /// <summary>The triangle and the coefficients; false where the rows do not determine them.</summary>
    /// <param name="lower">The triangle, transposed, row by row: L = R'.</param>
    /// <param name="coefficients">β, one row a target.</param>
    public bool Triangle(double[] lower, double[,] coefficients)
    {
        Rotate();
        for (int a = 0; a < terms; a++)
        {
            double pivot = triangle[(a * width) + a];
            if (!(Math.Abs(pivot) > Rounding * sizes[(a * width) + a]) || !double.IsFinite(pivot))
            {
                return false;
            }

            for (int b = a; b < terms; b++)
            {
                lower[(b * terms) + a] = triangle[(a * width) + b];
            }
        }

        for (int t = 0; t < width - terms; t++)
        {
            for (int a = terms - 1; a >= 0; a--)
            {
                double sum = triangle[(a * width) + terms + t];
                for (int b = a + 1; b < terms; b++)
                {
                    sum -= triangle[(a * width) + b] * coefficients[t, Place(b)];
                }

                coefficients[t, Place(a)] = sum / triangle[(a * width) + a];
            }
        }

        ofValue = new double[terms];
        ofValue[terms - 1] = 1 / triangle[((terms - 1) * width) + terms - 1];
        return true;
    }

    /// <summary>ℓ of every key, β₀ = Σ ℓᵢ cᵢ, after a solution: the rotations turned back, which lose nothing however far apart weights are. O(n p).</summary>
    public double[] Hat()
    {
        double[] hat = new double[request.Keys.Count];
        double[] upper = [.. ofValue];
        for (int at = rows.Count - 1; at >= 0; at--)
        {
            double own = 0;
            for (int a = terms - 1; a >= 0; a--)
            {
                (double c, double s) = turns[(at * terms) + a];
                (upper[a], own) = ((c * upper[a]) - (s * own), (s * upper[a]) + (c * own));
            }

            hat[rows[at].Key] = own * (Math.Sqrt(rows[at].Weight) / Unit);
        }

        return hat;
    }

    /// <summary>The shortest solution of rows that do not determine all coefficients; false where they leave β₀ itself open.</summary>
    /// <param name="inverse">Gets the pseudo-inverse of the matrix.</param>
    /// <param name="coefficients">β, one row a target.</param>
    public bool Shortest(double[,] inverse, double[,] coefficients)
    {
        double[] units = [.. Enumerable.Range(0, terms).Select(Unitary)];
        double[,] square = new double[terms, terms];
        for (int a = 0; a < terms; a++)
        {
            for (int b = a; b < terms; b++)
            {
                square[a, b] = triangle[(a * width) + b] * units[b];
            }
        }

        SmallSingularValues parts = new(square);
        double least = parts.Values.Max() * Null;
        double open = 0;
        for (int k = 0; k < terms; k++)
        {
            open += parts.Values[k] > least ? 0 : parts.V[terms - 1, k] * parts.V[terms - 1, k];
        }

        if (!(open < Closed))
        {
            return false;
        }

        for (int a = 0; a < terms; a++)
        {
            for (int b = 0; b < terms; b++)
            {
                inverse[Place(a), Place(b)] = Sum(k => parts.V[a, k] * parts.V[b, k] / (parts.Values[k] * parts.Values[k])) * (units[a] / Unit) * (units[b] / Unit);
            }

            for (int t = 0; t < width - terms; t++)
            {
                coefficients[t, Place(a)] = units[a] * Sum(k => parts.V[a, k] / parts.Values[k] * Enumerable.Range(0, terms).Sum(r => parts.U[r, k] * triangle[(r * width) + terms + t]));
            }
        }

        ofValue = [.. Enumerable.Range(0, terms).Select(r => units[terms - 1] * Sum(k => parts.V[terms - 1, k] / parts.Values[k] * parts.U[r, k]))];
        return true;

        double Sum(Func<int, double> part) => Enumerable.Range(0, terms).Sum(k => parts.Values[k] > least ? part(k) : 0);

        double Unitary(int column)
        {
            double length = Math.Sqrt(Enumerable.Range(0, column + 1).Sum(a => triangle[(a * width) + column] * triangle[(a * width) + column]));
            return length > 0 ? 1 / length : 1;
        }
    }

    /// <summary>The term at a place of the triangle: the constant comes last.</summary>
    private int Place(int at) => at == terms - 1 ? 0 : at + 1;

    private void Rotate()
    {
        rows.Sort((a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Key.CompareTo(b.Key));
        Unit = Math.Sqrt(rows[0].Weight);
        double[] row = new double[width];
        double[] size = new double[width];
        foreach ((double weight, int key) in rows)
        {
            Fill(row, key, Math.Sqrt(weight) / Unit);
            for (int k = 0; k < width; k++)
            {
                size[k] = Math.Abs(row[k]);
            }

            for (int a = 0; a < terms; a++)
            {
                if (row[a] == 0)
                {
                    turns.Add((1, 0));
                    continue;
                }

                int at = a * width;
                double length = double.Hypot(triangle[at + a], row[a]);
                (double c, double s) = (triangle[at + a] / length, row[a] / length);
                turns.Add((c, s));
                for (int k = a; k < width; k++)
                {
                    (double upper, double own) = (triangle[at + k], row[k]);
                    triangle[at + k] = (c * upper) + (s * own);
                    row[k] = (c * own) - (s * upper);
                    (upper, own) = (sizes[at + k], size[k]);
                    sizes[at + k] = (Math.Abs(c) * upper) + (Math.Abs(s) * own);
                    size[k] = (Math.Abs(c) * own) + (Math.Abs(s) * upper);
                }

                row[a] = 0;
            }
        }
    }

    private void Fill(double[] row, int key, double root)
    {
        // The engines evaluate whole vectors of keys: the one that holds the key gives its own.
        Span<double> own = stackalloc double[8];
        int block = key / own.Length * own.Length;
        row[terms - 1] = root;
        for (int a = 1; a < terms; a++)
        {
            request.Basis.Evaluate(a, queries, request.Keys, query, block, own);
            row[a - 1] = root * own[key - block];
        }

        for (int t = 0; t < request.Payload.Targets; t++)
        {
            row[terms + t] = root * request.Payload.Columns[t][key];
        }
    }
}
