using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Rows as points, or as counted cells where points would only be a blot.</summary>
internal static class Scatter
{
    /// <summary>More rows than this are binned here: a browser would be slow and nobody could tell the points apart.</summary>
    public const int MaximumPoints = 20_000;

    private const int Columns = 90;
    private const int Rows = 48;

    /// <summary>The layer, and how many marks it has. Rows with a value that is not finite are not drawn.</summary>
    public static (JsonObject Layer, int Marks) Layer(
        IReadOnlyList<double> x, IReadOnlyList<double> y, string xTitle, string yTitle, ChartText text, JsonObject? colour)
    {
        if (x.Count > MaximumPoints)
        {
            var cells = Bin(x, y, Columns, Rows);
            return (Cells(cells, xTitle, yTitle, text), cells.Count);
        }

        var rows = new JsonArray();
        for (var i = 0; i < x.Count; i++)
        {
            if (double.IsFinite(x[i]) && double.IsFinite(y[i]))
            {
                rows.Add((JsonNode)new JsonObject { ["x"] = x[i], ["y"] = y[i] });
            }
        }

        var encoding = new JsonObject
        {
            ["x"] = Spec.Position("x", xTitle),
            ["y"] = Spec.Position("y", yTitle),
            ["tooltip"] = new JsonArray(Spec.Tooltip("x", xTitle), Spec.Tooltip("y", yTitle)),
        };
        var mark = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = Size(rows.Count), ["opacity"] = Opacity(rows.Count) };
        if (colour is null)
        {
            mark["color"] = Palette.Data;
        }
        else
        {
            encoding["color"] = colour;
        }

        return (new JsonObject { ["data"] = Spec.Values(rows), ["mark"] = mark, ["encoding"] = encoding }, rows.Count);
    }

    /// <summary>Counts of rows in a regular grid over the range of the finite rows; empty cells are left out.</summary>
    public static List<(double X, double X2, double Y, double Y2, int Count)> Bin(IReadOnlyList<double> x, IReadOnlyList<double> y, int columns, int rows)
    {
        var finite = Enumerable.Range(0, x.Count).Where(i => double.IsFinite(x[i]) && double.IsFinite(y[i])).ToArray();
        var (left, right) = Range(finite.Select(i => x[i]));
        var (bottom, top) = Range(finite.Select(i => y[i]));
        var counts = new int[rows * columns];
        foreach (var i in finite)
        {
            counts[(Cell(y[i], bottom, top, rows) * columns) + Cell(x[i], left, right, columns)]++;
        }

        var cells = new List<(double, double, double, double, int)>();
        for (var k = 0; k < counts.Length; k++)
        {
            if (counts[k] > 0)
            {
                var (r, c) = Math.DivRem(k, columns);
                cells.Add((Edge(left, right, c, columns), Edge(left, right, c + 1, columns), Edge(bottom, top, r, rows), Edge(bottom, top, r + 1, rows), counts[k]));
            }
        }

        return cells;
    }

    private static JsonObject Cells(List<(double X, double X2, double Y, double Y2, int Count)> cells, string xTitle, string yTitle, ChartText text)
    {
        var values = new JsonArray();
        foreach (var (x, x2, y, y2, count) in cells)
        {
            values.Add((JsonNode)new JsonObject { ["x"] = x, ["x2"] = x2, ["y"] = y, ["y2"] = y2, ["n"] = count });
        }

        return new JsonObject
        {
            ["data"] = Spec.Values(values),
            ["mark"] = new JsonObject { ["type"] = "rect" },
            ["encoding"] = new JsonObject
            {
                ["x"] = Spec.Position("x", xTitle),
                ["x2"] = new JsonObject { ["field"] = "x2" },
                ["y"] = Spec.Position("y", yTitle),
                ["y2"] = new JsonObject { ["field"] = "y2" },
                // Counts fall off steeply from the middle; the square root keeps the rim visible and, unlike a logarithm, has a zero.
                ["fill"] = new JsonObject
                {
                    ["field"] = "n",
                    ["type"] = "quantitative",
                    ["title"] = Spec.Quotable(text.RowsPerCell),
                    ["scale"] = new JsonObject { ["type"] = "sqrt", ["range"] = Json.Strings(Palette.Heat.Skip(1)), ["domainMin"] = 0 },
                    ["legend"] = new JsonObject { ["title"] = text.RowsPerCell, ["orient"] = "right", ["gradientLength"] = 160, ["tickCount"] = 4 },
                },
                ["tooltip"] = new JsonArray(Spec.Tooltip("x", xTitle), Spec.Tooltip("y", yTitle), Spec.Tooltip("n", text.RowsPerCell)),
            },
        };
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return low < high ? (low, high) : low == high ? (low - 0.5, high + 0.5) : (0, 1);
    }

    // Halves, so that a range from near −MaxValue to near MaxValue does not overflow.
    private static int Cell(double value, double low, double high, int count) =>
        Math.Clamp((int)(((value / 2) - (low / 2)) / ((high / 2) - (low / 2)) * count), 0, count - 1);

    private static double Edge(double low, double high, int index, int count) =>
        (low * (1 - ((double)index / count))) + (high * index / count);

    /// <summary>The area of a point among so many.</summary>
    public static int Size(int count) => count switch { <= 60 => 60, <= 200 => 42, <= 1_000 => 26, <= 5_000 => 14, _ => 8 };

    private static double Opacity(int count) => count switch { <= 200 => 0.75, <= 1_000 => 0.5, <= 5_000 => 0.3, _ => 0.2 };
}
