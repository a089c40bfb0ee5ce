using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The loops of local lines, compiled for a kind of number and of so many columns.</summary>
/// <typeparam name="TNumber">The numbers of the tiles.</typeparam>
/// <param name="Lanes">The number of virtual lanes.</param>
/// <param name="Weigh">Weights of a tile.</param>
/// <param name="Sum">Sums of a tile.</param>
/// <param name="Pull">Slopes of a tile.</param>
/// <param name="Dot">Products of a tile.</param>
internal sealed record LineLoops<TNumber>(int Lanes, WeighLine<TNumber> Weigh, SumLine<TNumber> Sum, PullLine<TNumber> Pull, DotLine<TNumber> Dot)
    where TNumber : struct;

/// <summary>Compiles the loops.</summary>
internal static class LineLoops
{
    /// <summary>The most columns.</summary>
    public const int MostColumns = 3;

    /// <summary>In doubles, of the widest registers that the processor has.</summary>
    /// <param name="columns">From 1 to 3.</param>
    public static LineLoops<double> Doubles(int columns) =>
        Vector512.IsHardwareAccelerated ? For<Octet, Vector512<double>, double>(columns) : For<Quartet, Vector256<double>, double>(columns);

    /// <summary>In singles.</summary>
    /// <param name="columns">From 1 to 3.</param>
    public static LineLoops<float> Singles(int columns) =>
        Vector512.IsHardwareAccelerated ? For<SixteenSingles, Vector512<float>, float>(columns) : For<EightSingles, Vector256<float>, float>(columns);

    /// <summary>Of a given width.</summary>
    /// <param name="columns">From 1 to 3.</param>
    public static LineLoops<TNumber> For<TLanes, TVector, TNumber>(int columns)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct => columns switch
        {
            1 => For<TLanes, TVector, TNumber, No, No>(),
            2 => For<TLanes, TVector, TNumber, Yes, No>(),
            MostColumns => For<TLanes, TVector, TNumber, Yes, Yes>(),
            _ => throw new ArgumentOutOfRangeException(nameof(columns)),
        };

    private static LineLoops<TNumber> For<TLanes, TVector, TNumber, TSecond, TThird>()
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
        where TSecond : struct, IChoice
        where TThird : struct, IChoice => new(
            TLanes.Lanes,
            LineLoop<TLanes, TVector, TNumber, TSecond, TThird>.Weigh,
            LineLoop<TLanes, TVector, TNumber, TSecond, TThird>.Sum,
            LineLoop<TLanes, TVector, TNumber, TSecond, TThird>.Pull,
            LineLoop<TLanes, TVector, TNumber, TSecond, TThird>.Dot);
}

/// <summary>Weights of a tile from κ of every column and the factor of every key.</summary>
internal delegate void WeighLine<TNumber>(in LineTile<TNumber> tile, ref TNumber curvatures, ref TNumber factors, ref TNumber w)
    where TNumber : struct;

/// <summary>Sums of a tile.</summary>
internal delegate void SumLine<TNumber>(in LineTile<TNumber> tile, ref TNumber w, ref TNumber sums)
    where TNumber : struct;

/// <summary>Makes weights what a loss gains by ln w of each, and sums that by the columns.</summary>
internal delegate void PullLine<TNumber>(in LineTile<TNumber> tile, ref TNumber form, ref TNumber w, ref TNumber slopes)
    where TNumber : struct;

/// <summary>Σ c·s.</summary>
internal delegate void DotLine<TNumber>(ref TNumber c, ref TNumber s, nint count, ref TNumber sums)
    where TNumber : struct;
