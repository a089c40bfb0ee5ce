using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Σ vᵢxᵢ/Σ vᵢ over the rows of a cell.</summary>
internal readonly struct CellMean
{
    private readonly int[] cell;
    private readonly Individuals rows;

    public CellMean(int[] cell, Individuals rows)
    {
        this.cell = cell;
        this.rows = rows;
        KeptSum sum = default;
        foreach (int key in cell)
        {
            sum.Add(rows.Weight(key));
        }

        Weight = sum.Total;
    }

    /// <summary>V = Σ vᵢ.</summary>
    public double Weight { get; }

    /// <summary>V²/Σ vᵢ²: how many rows of one and the same weight would vary as little. Source: Kish (1965).</summary>
    public double Worth
    {
        get
        {
            double squares = 0;
            foreach (int key in cell)
            {
                double share = rows.Weight(key) / Weight;
                squares += share * share / rows.Rows(key);
            }

            return Math.Max(1 / squares, 1);
        }
    }

    /// <summary>The mean of a column; never outside the cell's values.</summary>
    public double Of(double[] values)
    {
        KeptSum sum = default;
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (int key in cell)
        {
            sum.Add(rows.Weight(key) / Weight * values[key]); // shares first: the sum of the largest doubles stays finite
            low = Math.Min(low, values[key]);
            high = Math.Max(high, values[key]);
        }

        return Math.Clamp(sum.Total, low, high);
    }

    /// <summary>The mean direction, atan2(Σ v sin, Σ v cos), of numbers on a circle; where they cancel, the middle of the shortest arc that holds them. Source: Mardia &amp; Jupp (2000), ch. 2.</summary>
    /// <param name="values">The column.</param>
    /// <param name="period">The length of the circle.</param>
    /// <param name="from">Where the turn begins that the mean is told in.</param>
    public double OnCircle(double[] values, double period, double from)
    {
        const double Cancelled = 1e-9; // of the total weight: less is rounding
        (double sine, double cosine) = (0, 0);
        foreach (int key in cell)
        {
            double angle = (values[key] - from) / period;
            (double s, double c) = Math.SinCos(2 * Math.PI * (angle - Math.Floor(angle)));
            sine += rows.Weight(key) / Weight * s;
            cosine += rows.Weight(key) / Weight * c;
        }

        double turn = Math.Atan2(sine, cosine) / (2 * Math.PI);
        if (Math.Abs(sine) + Math.Abs(cosine) < Cancelled)
        {
            double[] along = new CellAxis(values, period, 1).Sort([.. cell]);
            turn = ((along[0] + ((along[^1] - along[0]) / 2)) - from) / period;
        }

        return from + (period * (turn - Math.Floor(turn)));
    }
}
