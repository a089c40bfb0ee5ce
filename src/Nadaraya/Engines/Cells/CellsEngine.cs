using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>One feature, Gaussian kernel: cells of half a bandwidth, each key counted once in its own, each query answered from the polynomial of its own.</summary>
internal sealed class CellsEngine : Engine
{
    /// <summary>Rounding in moments, translation and evaluation takes up to about 1e-13 of an average where the proof counts every step.</summary>
    private const double SmallestTolerance = 1e-13;

    /// <summary>Two derivatives of a polynomial of sixteen terms are known to about 1e-12, four to about 3e-9.</summary>
    private const double SmallestOfLines = 1e-11;
    private const double SmallestOfParabolas = 1e-8;

    private const double CellsInReach = 36;

    public override string Name => "cells";

    public override string? Declines(PoolingRequest request)
    {
        if (request.Score.Single is not { Kernel: Gaussian } single || request.Keys.Dimensions != 1)
        {
            return "needs one feature and the gaussian kernel";
        }

        if (request.Score.HasTinyWeights)
        {
            return "needs row weights within 140 powers of ten of the largest";
        }

        if (request.Basis.WeightTerms != 1 && request.Basis is not PolynomialBasis { Degree: <= 2 })
        {
            return "knows no local polynomial of degree above 2";
        }

        if (request.Tolerance < SmallestTolerance)
        {
            return "keeps no tolerance under 1e-13";
        }

        if (request.Basis.WeightTerms > 1 && request.Tolerance < SmallestOfLines)
        {
            return "keeps no tolerance under 1e-11 for local lines";
        }

        if (request.Basis is PolynomialBasis { Degree: 2 } && request.Tolerance < SmallestOfParabolas)
        {
            return "keeps no tolerance under 1e-8 for local parabolas";
        }

        return CellGrid.For(request.Keys.Largest, single.Bandwidths[0]) is null
            ? "needs a bandwidth well above the spacing of the doubles at the keys"
            : null;
    }

    /// <summary>Keys and columns once through the cells, queries through their polynomials, and the translation of a cell over 35 others.</summary>
    /// <remarks>
    /// In nanoseconds, between what processors with short and with long registers take. Where cells hold few keys, sums go key by key over those in reach,
    /// 9 bandwidths on either side. Keys that span many cells are sorted; others only when the first query needs them in order.
    /// </remarks>
    public override double Cost(PoolingRequest request, long queries)
    {
        double n = request.Keys.Count;
        int columns = 1 + request.Payload.Targets;
        int sums = request.Basis.WeightTerms + (request.Payload.Targets * request.Basis.TargetTerms);
        double spanned = (request.Keys.Range(0) / request.Score.Single!.Bandwidths[0] * 2) + 1;
        double cells = Math.Min(n, spanned);
        double inReach = Math.Min(n, n / cells * CellsInReach);
        double polynomials = (cells * columns * 700) + (queries * sums * 4);
        double keyByKey = queries * (80 + (inReach * columns));
        double order = spanned > CellState.MostScattered ? 60 : 8;
        return (n * (order + (2 * columns))) + (queries * 10) + Math.Min(polynomials, keyByKey);
    }

    public override PreparedEngine Prepare(PoolingRequest request) => new GaussianCells(request);
}
