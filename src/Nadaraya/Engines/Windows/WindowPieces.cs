using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The cells that windows cut, added to the lanes of ascending queries: two vectors a query, for two columns.</summary>
/// <param name="cells">The keys in cells.</param>
/// <param name="cuts">What a cut cell adds.</param>
internal sealed class WindowPieces(WindowCells cells, WindowCuts cuts)
{
    /// <summary>How far a cell's centre is from a point, in units of the reach.</summary>
    public double Distance(int place, double point) => Math.Abs(cells.Centre(place) - point) * cells.Kernel.Scale;

    /// <summary>Adds the ends of cells below the queries: from the cell at a place down to where the windows begin.</summary>
    public void Left(
        WindowShape shape, ReadOnlySpan<int> from, int to, int place, double centre, ReadOnlySpan<double> q, Span<int> at, int b, int other, Span<Vector256<double>> lanes)
    {
        int first = from[0];
        for (int below = to; first < below; place--)
        {
            below = cells.Occupied.Start(place);
            WindowCut cut = new(below, cells.Occupied.Start(place + 1), cells.Centre(place), true, true);
            Cut(shape, cut, Distance(place, centre), q, from, at, b, other, lanes);
        }
    }

    /// <summary>Adds the beginnings of cells above the queries: from the cell at a place up to where the windows end.</summary>
    public void Right(
        WindowShape shape, int from, ReadOnlySpan<int> to, int place, double centre, ReadOnlySpan<double> q, Span<int> at, int b, int other, Span<Vector256<double>> lanes)
    {
        int last = to[^1];
        for (int above = from; place < cells.Occupied.Count && above < last; place++)
        {
            above = cells.Occupied.Start(place + 1);
            if (cells.Occupied.Start(place) < last)
            {
                WindowCut cut = new(cells.Occupied.Start(place), above, cells.Centre(place), false, false);
                Cut(shape, cut, Distance(place, centre), q, to, at, b, other, lanes);
            }
        }
    }

    /// <summary>Adds the keys of one cell on one side of each query's cut.</summary>
    public void Cut(
        WindowShape shape, WindowCut cut, double distance, ReadOnlySpan<double> q, ReadOnlySpan<int> keysAt, Span<int> at, int b, int other, Span<Vector256<double>> lanes)
    {
        WindowSeries series = shape.Series(distance, cut.IsLeft);
        if (keysAt[0] >= cut.Start && keysAt[^1] <= cut.End)
        {
            cuts.Add(cut, series, q, keysAt, b, other, lanes);
            return;
        }

        for (int i = 0; i < at.Length; i++)
        {
            at[i] = Math.Clamp(keysAt[i], cut.Start, cut.End);
        }

        cuts.Add(cut, series, q, at, b, other, lanes);
    }
}
