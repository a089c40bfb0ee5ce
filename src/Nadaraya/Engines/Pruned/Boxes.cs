using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Boxes around runs of keys, in columns; what is missing in the last block of eight is empty and infinitely far.</summary>
internal sealed class Boxes
{
    private Boxes(int dimensions, int count)
    {
        Count = count;
        int padded = (count + BoxDistances.Block - 1) / BoxDistances.Block * BoxDistances.Block;
        Low = new double[dimensions][];
        High = new double[dimensions][];
        for (int j = 0; j < dimensions; j++)
        {
            Low[j] = new double[padded];
            High[j] = new double[padded];
            Low[j].AsSpan().Fill(double.PositiveInfinity);
            High[j].AsSpan().Fill(double.NegativeInfinity);
        }
    }

    /// <summary>The number of boxes.</summary>
    public int Count { get; }

    /// <summary>Lower ends, one array a column.</summary>
    public double[][] Low { get; }

    /// <summary>Upper ends.</summary>
    public double[][] High { get; }

    /// <summary>The boxes around every run of a length.</summary>
    /// <param name="low">What the runs reach down to, one array a column.</param>
    /// <param name="high">What they reach up to.</param>
    /// <param name="count">The length of each.</param>
    /// <param name="length">The length of a run.</param>
    public static Boxes Around(double[][] low, double[][] high, int count, int length)
    {
        Boxes boxes = new(low.Length, (count + length - 1) / length);
        for (int j = 0; j < low.Length; j++)
        {
            for (int i = 0; i < count; i++)
            {
                int box = i / length;
                boxes.Low[j][box] = Math.Min(boxes.Low[j][box], low[j][i]);
                boxes.High[j][box] = Math.Max(boxes.High[j][box], high[j][i]);
            }
        }

        return boxes;
    }
}
