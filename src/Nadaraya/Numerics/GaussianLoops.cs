using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The loops compiled for a kind of sum: where choices made at run time become types, once.</summary>
/// <param name="Near">For tiles whose every exponent a double holds.</param>
/// <param name="Far">For the others.</param>
/// <param name="Eight">For eight keys of which some count in part, or not at all.</param>
internal sealed record GaussianLoops(AddKeys Near, AddKeys Far, AddEightKeys Eight)
{
    /// <summary>Of the widest registers that the processor has.</summary>
    /// <param name="one">Whether there is a single column.</param>
    /// <param name="scaled">Whether keys and queries are scaled already.</param>
    /// <param name="weighted">Whether rows have weights.</param>
    /// <param name="beside">Whether Σ w² and the largest kernel are wanted.</param>
    public static GaussianLoops For(bool one, bool scaled, bool weighted, bool beside) => Vector512.IsHardwareAccelerated
        ? For<Octet, Vector512<double>>(one, scaled, weighted, beside)
        : For<Quartet, Vector256<double>>(one, scaled, weighted, beside);

    /// <summary>Of a given width.</summary>
    public static GaussianLoops For<TLanes, TVector>(bool one, bool scaled, bool weighted, bool beside)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        one ? For<TLanes, TVector, Yes>(scaled, weighted, beside) : For<TLanes, TVector, No>(scaled, weighted, beside);

    /// <summary>Those that sum slopes as well, of the widest registers that the processor has.</summary>
    /// <param name="scaled">Whether keys and queries are scaled already.</param>
    /// <param name="weighted">Whether rows have weights.</param>
    public static GaussianLoops WithSlopes(bool scaled, bool weighted) => Vector512.IsHardwareAccelerated
        ? WithSlopes<Octet, Vector512<double>>(scaled, weighted)
        : WithSlopes<Quartet, Vector256<double>>(scaled, weighted);

    /// <summary>Those that sum slopes as well, of a given width.</summary>
    public static GaussianLoops WithSlopes<TLanes, TVector>(bool scaled, bool weighted)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => (scaled, weighted) switch
        {
            (false, false) => WithSlopes<TLanes, TVector, No, No>(),
            (false, true) => WithSlopes<TLanes, TVector, No, Yes>(),
            (true, false) => WithSlopes<TLanes, TVector, Yes, No>(),
            _ => WithSlopes<TLanes, TVector, Yes, Yes>(),
        };

    private static GaussianLoops WithSlopes<TLanes, TVector, TScaled, TWeighted>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScaled : struct, IChoice
        where TWeighted : struct, IChoice
    {
        AddKeys add = GaussianSlopes<TLanes, TVector, TScaled, TWeighted>.Add;
        return new(add, add, GaussianSlopes<TLanes, TVector, TScaled, TWeighted>.AddEight);
    }

    private static GaussianLoops For<TLanes, TVector, TOne>(bool scaled, bool weighted, bool beside)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOne : struct, IChoice =>
        scaled ? For<TLanes, TVector, TOne, Yes>(weighted, beside) : For<TLanes, TVector, TOne, No>(weighted, beside);

    private static GaussianLoops For<TLanes, TVector, TOne, TScaled>(bool weighted, bool beside)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOne : struct, IChoice
        where TScaled : struct, IChoice =>
        weighted ? For<TLanes, TVector, TOne, TScaled, Yes>(beside) : For<TLanes, TVector, TOne, TScaled, No>(beside);

    private static GaussianLoops For<TLanes, TVector, TOne, TScaled, TWeighted>(bool beside)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOne : struct, IChoice
        where TScaled : struct, IChoice
        where TWeighted : struct, IChoice =>
        beside ? For<TLanes, TVector, TOne, TScaled, TWeighted, Yes>() : For<TLanes, TVector, TOne, TScaled, TWeighted, No>();

    private static GaussianLoops For<TLanes, TVector, TOne, TScaled, TWeighted, TBeside>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOne : struct, IChoice
        where TScaled : struct, IChoice
        where TWeighted : struct, IChoice
        where TBeside : struct, IChoice => new(
            GaussianLoop<TLanes, TVector, TOne, TScaled, No, TWeighted, TBeside>.Add,
            GaussianLoop<TLanes, TVector, TOne, TScaled, Yes, TWeighted, TBeside>.Add,
            GaussianLoop<TLanes, TVector, TOne, TScaled, Yes, TWeighted, TBeside>.AddEight);
}

/// <summary>Adds keys from … to − 1 of a tile to the lanes of a query's sums.</summary>
internal delegate void AddKeys(in GaussianTile tile, nint from, nint to, ref double query, ref double sums);

/// <summary>Adds eight keys, each weight times its part.</summary>
internal delegate void AddEightKeys(in GaussianTile tile, nint at, ref double parts, ref double query, ref double sums);
