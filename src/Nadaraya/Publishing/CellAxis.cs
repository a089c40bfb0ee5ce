namespace Nadaraya;

/// <summary>A number along which cells are halved: a line, or a circle cut open at the largest gap between a cell's values.</summary>
/// <param name="Values">One value a key.</param>
/// <param name="Period">The length of the circle; 0 for a line.</param>
/// <param name="Unit">One bandwidth: widths of different features are compared in it.</param>
internal sealed record CellAxis(double[] Values, double Period, double Unit)
{
    /// <summary>Puts keys in the order of their values along the line, or the opened circle.</summary>
    /// <param name="keys">The keys; in that order afterwards.</param>
    /// <returns>Their values, ascending.</returns>
    public double[] Sort(int[] keys)
    {
        double[] along = [.. keys.Select(key => Period > 0 ? Turned(Values[key]) : Values[key])];
        Array.Sort(along, keys);
        return Period > 0 ? Opened(along, keys) : along;
    }

    /// <summary>How many bandwidths a cell is wide.</summary>
    public double Width(int[] keys)
    {
        double[] along = Sort([.. keys]);
        return Math.Min(along[^1] - along[0], double.MaxValue) / Unit;
    }

    private double Turned(double value)
    {
        double rest = value - (Period * Math.Floor(value / Period));
        return rest >= 0 && rest < Period ? rest : 0; // rounding may end on the period itself
    }

    private double[] Opened(double[] along, int[] keys)
    {
        int start = 0;
        double widest = along[0] + Period - along[^1];
        for (int i = 1; i < along.Length; i++)
        {
            if (along[i] - along[i - 1] > widest)
            {
                (start, widest) = (i, along[i] - along[i - 1]);
            }
        }

        int[] turned = [.. keys[start..], .. keys[..start]];
        turned.CopyTo(keys, 0);
        return [.. along[start..], .. along[..start].Select(x => x + Period)];
    }
}
