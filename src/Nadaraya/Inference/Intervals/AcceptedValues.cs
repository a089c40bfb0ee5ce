namespace Nadaraya;

/// <summary>For which y do rows have a residual |A + By| at least as large as that of the new row, |a + by|: each for one range of y, or for all outside of one.</summary>
internal sealed class AcceptedValues(int capacity)
{
    private readonly List<(double At, double Change)> ends = new(2 * capacity);
    private double atMinusInfinity;

    /// <summary>Counts a row.</summary>
    /// <param name="constant">A.</param>
    /// <param name="slope">B.</param>
    /// <param name="ownConstant">a.</param>
    /// <param name="ownSlope">b, over 0.</param>
    /// <param name="count">How many rows it stands for.</param>
    public void Add(double constant, double slope, double ownConstant, double ownSlope, double count)
    {
        // (A − a + (B − b)y)(A + a + (B + b)y) ≥ 0: inside of both roots where B² < b², else outside.
        (double c1, double s1) = (constant - ownConstant, slope - ownSlope);
        (double c2, double s2) = (constant + ownConstant, slope + ownSlope);
        if (s1 == 0 || s2 == 0)
        {
            AddLine(s1 == 0 ? c1 : c2, s1 == 0 ? c2 : c1, s1 == 0 ? s2 : s1, count);
            return;
        }

        (double first, double second) = (-c1 / s1, -c2 / s2);
        (first, second) = first <= second ? (first, second) : (second, first);
        bool inside = (s1 < 0) != (s2 < 0);
        if (inside)
        {
            ends.Add((first, count));
            ends.Add((second, -count));
        }
        else
        {
            atMinusInfinity += count;
            ends.Add((first, -count));
            ends.Add((second, count));
        }
    }

    /// <summary>The least and the largest y that at least some rows accept; infinite where there is none. Ranges hold their ends.</summary>
    /// <param name="rows">How many rows must accept.</param>
    /// <param name="value">A y that every row accepts.</param>
    public (double Low, double High) Range(double rows, double value)
    {
        if (rows <= 0)
        {
            return (double.NegativeInfinity, double.PositiveInfinity);
        }

        ends.Sort((x, y) => x.At != y.At ? x.At.CompareTo(y.At) : y.Change.CompareTo(x.Change)); // a range that begins where another ends
        double count = atMinusInfinity;
        double low = count >= rows ? double.NegativeInfinity : value;
        for (int k = 0; k < ends.Count && count < rows; k++)
        {
            count += ends[k].Change;
            low = count >= rows ? ends[k].At : value;
        }

        count = atMinusInfinity + ends.Sum(e => e.Change);
        double high = count >= rows ? double.PositiveInfinity : value;
        for (int k = ends.Count - 1; k >= 0 && count < rows; k--)
        {
            count -= ends[k].Change;
            high = count >= rows ? ends[k].At : value;
        }

        return (Math.Min(low, value), Math.Max(high, value));
    }

    /// <summary>constant·(c + s y) ≥ 0.</summary>
    private void AddLine(double constant, double c, double s, double count)
    {
        if (constant == 0 || s == 0)
        {
            atMinusInfinity += constant * c >= 0 ? count : 0;
            return;
        }

        double root = -c / s;
        bool below = (constant < 0) == (s > 0);
        atMinusInfinity += below ? count : 0;
        ends.Add((root, below ? -count : count));
    }
}
