using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The loops over pairs of keys, compiled for a width and a scaling: where choices made at run time become types, once.</summary>
/// <param name="Sum">For keys that all count.</param>
/// <param name="SumPart">For 32 keys of which each counts by its part.</param>
/// <param name="Slopes">Slopes over keys that all count.</param>
/// <param name="SlopesPart">Slopes over 32 keys of which each counts by its part.</param>
internal sealed record PairLoops(AddPairs Sum, AddPairs SumPart, AddPairs Slopes, AddPairs SlopesPart)
{
    /// <summary>Of the widest registers that the processor has.</summary>
    /// <param name="scaled">Whether keys are scaled already.</param>
    public static PairLoops For(bool scaled) => Vector512.IsHardwareAccelerated
        ? For<Octet, Vector512<double>>(scaled)
        : For<Quartet, Vector256<double>>(scaled);

    /// <summary>Of a given width.</summary>
    public static PairLoops For<TLanes, TVector>(bool scaled)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        scaled ? For<TLanes, TVector, Yes>() : For<TLanes, TVector, No>();

    private static PairLoops For<TLanes, TVector, TScaled>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScaled : struct, IChoice => new(
            GaussianPairs<TLanes, TVector, TScaled, No>.Sum,
            GaussianPairs<TLanes, TVector, TScaled, Yes>.Sum,
            GaussianPairs<TLanes, TVector, TScaled, No>.Slopes,
            GaussianPairs<TLanes, TVector, TScaled, Yes>.Slopes);
}

/// <summary>Adds the pairs of a query with keys from … to − 1 of a tile to the query's lanes; sums go to the keys' own columns as well, slopes take their adjoints from there.</summary>
internal delegate void AddPairs(
    in GaussianTile tile, nint from, nint to, ref double parts, ref double query, ref double own, ref double lanes, ref double columns);
