using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>One feature, Gaussian kernel: cells of half a bandwidth, each key counted once in its own, each query answered from the polynomial of its own.</summary>
internal sealed class CellsEngine : Engine
{
    /// <summary>Rounding in moments, translation and evaluation takes up to about 1e-13 of a sum, of which the proof wants a third of the tolerance.</summary>
    private const double SmallestTolerance = 1e-12;

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
            return "keeps no tolerance under 1e-12";
        }

        return CellGrid.For(request.Keys.Largest, single.Bandwidths[0]) is null
            ? "needs a bandwidth well above the spacing of the doubles at the keys"
            : null;
    }

    /// <summary>Sorting once, moments and evaluation per point and column, and the translation of a cell, 35 matrices of 16 × 16 a column.</summary>
    public override double Cost(PoolingRequest request, long queries)
    {
        int columns = 1 + request.Payload.Targets;
        double n = request.Keys.Count;
        double range = request.Keys.Range(0);
        double cells = Math.Min(n, (range / request.Score.Single!.Bandwidths[0] * 2) + 1);
        return (40 * n) + (columns * ((n * 1) + (queries * 8))) + (cells * columns * 300);
    }

    public override PreparedEngine Prepare(PoolingRequest request) => new GaussianCells(request);
}
