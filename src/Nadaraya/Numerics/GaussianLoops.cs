using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The loops compiled for a kind of sum: where choices made at run time become types, once.</summary>
/// <typeparam name="TNumber">The numbers of the tiles.</typeparam>
/// <param name="Lanes">The number of virtual lanes; loops take four times as many keys at once.</param>
/// <param name="Near">For tiles whose every exponent such a number holds.</param>
/// <param name="Far">For the others.</param>
/// <param name="Some">For as many keys as there are lanes, of which some count in part, or not at all.</param>
internal sealed record GaussianLoops<TNumber>(int Lanes, AddKeys<TNumber> Near, AddKeys<TNumber> Far, AddSomeKeys<TNumber> Some)
    where TNumber : struct;

/// <summary>Compiles the loops.</summary>
internal static class GaussianLoops
{
    /// <summary>In doubles, of the widest registers that the processor has.</summary>
    /// <param name="one">Whether there is a single column.</param>
    /// <param name="scaled">Whether keys and queries are scaled already.</param>
    /// <param name="weighted">Whether rows have weights.</param>
    /// <param name="beside">Whether Σ w² and the largest kernel are wanted.</param>
    public static GaussianLoops<double> Doubles(bool one, bool scaled, bool weighted, bool beside) => Vector512.IsHardwareAccelerated
        ? For<Octet, Vector512<double>, double>(one, scaled, weighted, beside)
        : For<Quartet, Vector256<double>, double>(one, scaled, weighted, beside);

    /// <summary>In singles, over keys and queries that are scaled already.</summary>
    /// <param name="one">Whether there is a single column.</param>
    /// <param name="weighted">Whether rows have weights.</param>
    public static GaussianLoops<float> Singles(bool one, bool weighted) => Vector512.IsHardwareAccelerated
        ? For<SixteenSingles, Vector512<float>, float>(one, scaled: true, weighted, beside: false)
        : For<EightSingles, Vector256<float>, float>(one, scaled: true, weighted, beside: false);

    /// <summary>Those in doubles that sum slopes as well.</summary>
    /// <param name="scaled">Whether keys and queries are scaled already.</param>
    /// <param name="weighted">Whether rows have weights.</param>
    public static GaussianLoops<double> WithSlopes(bool scaled, bool weighted) => Vector512.IsHardwareAccelerated
        ? WithSlopes<Octet, Vector512<double>, double>(scaled, weighted)
        : WithSlopes<Quartet, Vector256<double>, double>(scaled, weighted);

    /// <summary>Of a given width.</summary>
    public static GaussianLoops<TNumber> For<TLanes, TVector, TNumber>(bool one, bool scaled, bool weighted, bool beside)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct =>
        one ? For<TLanes, TVector, TNumber, Yes>(scaled, weighted, beside) : For<TLanes, TVector, TNumber, No>(scaled, weighted, beside);

    /// <summary>Those that sum slopes as well, of a given width.</summary>
    public static GaussianLoops<TNumber> WithSlopes<TLanes, TVector, TNumber>(bool scaled, bool weighted)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct => (scaled, weighted) switch
        {
            (false, false) => WithSlopes<TLanes, TVector, TNumber, No, No>(),
            (false, true) => WithSlopes<TLanes, TVector, TNumber, No, Yes>(),
            (true, false) => WithSlopes<TLanes, TVector, TNumber, Yes, No>(),
            _ => WithSlopes<TLanes, TVector, TNumber, Yes, Yes>(),
        };

    private static GaussianLoops<TNumber> WithSlopes<TLanes, TVector, TNumber, TScaled, TWeighted>()
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
        where TScaled : struct, IChoice
        where TWeighted : struct, IChoice
    {
        AddKeys<TNumber> add = GaussianSlopes<TLanes, TVector, TNumber, TScaled, TWeighted>.Add;
        return new(TLanes.Lanes, add, add, GaussianSlopes<TLanes, TVector, TNumber, TScaled, TWeighted>.AddSome);
    }

    private static GaussianLoops<TNumber> For<TLanes, TVector, TNumber, TOne>(bool scaled, bool weighted, bool beside)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
        where TOne : struct, IChoice =>
        scaled ? For<TLanes, TVector, TNumber, TOne, Yes>(weighted, beside) : For<TLanes, TVector, TNumber, TOne, No>(weighted, beside);

    private static GaussianLoops<TNumber> For<TLanes, TVector, TNumber, TOne, TScaled>(bool weighted, bool beside)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
        where TOne : struct, IChoice
        where TScaled : struct, IChoice =>
        weighted ? For<TLanes, TVector, TNumber, TOne, TScaled, Yes>(beside) : For<TLanes, TVector, TNumber, TOne, TScaled, No>(beside);

    private static GaussianLoops<TNumber> For<TLanes, TVector, TNumber, TOne, TScaled, TWeighted>(bool beside)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
        where TOne : struct, IChoice
        where TScaled : struct, IChoice
        where TWeighted : struct, IChoice =>
        beside ? For<TLanes, TVector, TNumber, TOne, TScaled, TWeighted, Yes>() : For<TLanes, TVector, TNumber, TOne, TScaled, TWeighted, No>();

    private static GaussianLoops<TNumber> For<TLanes, TVector, TNumber, TOne, TScaled, TWeighted, TBeside>()
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
        where TOne : struct, IChoice
        where TScaled : struct, IChoice
        where TWeighted : struct, IChoice
        where TBeside : struct, IChoice => new(
            TLanes.Lanes,
            GaussianLoop<TLanes, TVector, TNumber, TOne, TScaled, No, TWeighted, TBeside>.Add,
            GaussianLoop<TLanes, TVector, TNumber, TOne, TScaled, Yes, TWeighted, TBeside>.Add,
            GaussianLoop<TLanes, TVector, TNumber, TOne, TScaled, Yes, TWeighted, TBeside>.AddSome);
}

/// <summary>Adds keys from … to − 1 of a tile to the lanes of a query's sums.</summary>
internal delegate void AddKeys<TNumber>(in GaussianTile<TNumber> tile, nint from, nint to, ref TNumber query, ref TNumber sums)
    where TNumber : struct;

/// <summary>Adds as many keys as there are lanes, each weight times its part.</summary>
internal delegate void AddSomeKeys<TNumber>(in GaussianTile<TNumber> tile, nint at, ref TNumber parts, ref TNumber query, ref TNumber sums)
    where TNumber : struct;
