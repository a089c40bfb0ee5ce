using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The loops over pairs of keys, compiled for a kind of number and a scaling: where choices made at run time become types, once.</summary>
/// <typeparam name="TNumber">The numbers of the tiles.</typeparam>
/// <param name="Lanes">The number of virtual lanes; loops take four times as many keys at once.</param>
/// <param name="Sum">For keys that all count.</param>
/// <param name="SumPart">For four times the lanes of keys, of which each counts by its part.</param>
/// <param name="Slopes">Slopes over keys that all count.</param>
/// <param name="SlopesPart">Slopes over four times the lanes of keys, of which each counts by its part.</param>
internal sealed record PairLoops<TNumber>(int Lanes, AddPairs<TNumber> Sum, AddPairs<TNumber> SumPart, AddPairSlopes<TNumber> Slopes, AddPairSlopes<TNumber> SlopesPart)
    where TNumber : struct;

/// <summary>Compiles the loops.</summary>
internal static class PairLoops
{
    /// <summary>In doubles, of the widest registers that the processor has.</summary>
    /// <param name="scaled">Whether keys are scaled already.</param>
    public static PairLoops<double> Doubles(bool scaled) => Vector512.IsHardwareAccelerated
        ? For<Octet, Vector512<double>, double>(scaled)
        : For<Quartet, Vector256<double>, double>(scaled);

    /// <summary>In singles, over keys that are scaled already.</summary>
    public static PairLoops<float> Singles() => Vector512.IsHardwareAccelerated
        ? For<SixteenSingles, Vector512<float>, float>(scaled: true)
        : For<EightSingles, Vector256<float>, float>(scaled: true);

    /// <summary>Of a given width.</summary>
    public static PairLoops<TNumber> For<TLanes, TVector, TNumber>(bool scaled)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct =>
        scaled ? For<TLanes, TVector, TNumber, Yes>() : For<TLanes, TVector, TNumber, No>();

    private static PairLoops<TNumber> For<TLanes, TVector, TNumber, TScaled>()
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
        where TScaled : struct, IChoice => new(
            TLanes.Lanes,
            GaussianPairs<TLanes, TVector, TNumber, TScaled, No>.Sum,
            GaussianPairs<TLanes, TVector, TNumber, TScaled, Yes>.Sum,
            GaussianPairs<TLanes, TVector, TNumber, TScaled, No>.Slopes,
            GaussianPairs<TLanes, TVector, TNumber, TScaled, Yes>.Slopes);
}

/// <summary>Adds the pairs of a query with keys from … to − 1 of a tile to the query's lanes, and back to the keys.</summary>
internal delegate void AddPairs<TNumber>(
    in GaussianTile<TNumber> tile, int levels, nint from, nint to, ref TNumber parts, ref TNumber query, ref TNumber own, ref TNumber lanes, ref TNumber back)
    where TNumber : struct;

/// <summary>Adds the slopes of the pairs of a query with keys from … to − 1 of a tile to the lanes.</summary>
internal delegate void AddPairSlopes<TNumber>(
    in GaussianTile<TNumber> tile, nint from, nint to, ref TNumber parts, ref TNumber query, ref TNumber own, ref TNumber lanes, ref TNumber adjoints)
    where TNumber : struct;
