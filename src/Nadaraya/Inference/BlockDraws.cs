using System.Diagnostics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Which rows make up one draw of a bootstrap that keeps neighbours in time together: as many as the series has.</summary>
internal static class BlockDraws
{
    /// <summary>Blocks of one length, each beginning anywhere where it fits; the last is cut. Source: Künsch (1989).</summary>
    /// <param name="length">The length of a block, 1 to the number of rows.</param>
    /// <param name="random">The generator.</param>
    /// <param name="rows">Takes the rows drawn, from 0; its length is that of the series.</param>
    public static void Moving(int length, SplitMix64 random, Span<int> rows)
    {
        Debug.Assert(rows.IsEmpty || (length >= 1 && length <= rows.Length), "A block lies within the series.");
        int start = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int within = i % length;
            start = within == 0 ? random.NextBelow(rows.Length - length + 1) : start;
            rows[i] = start + within;
        }
    }

    /// <summary>Blocks of geometric length on the series closed to a circle: each next row begins a new block with probability 1/mean.</summary>
    /// <param name="mean">The mean length of a block, at least 1.</param>
    /// <param name="random">The generator.</param>
    /// <param name="rows">Takes the rows drawn, from 0; its length is that of the series.</param>
    /// <remarks>Every row is drawn equally often, so that a draw of a stationary series is stationary. Source: Politis &amp; Romano (1994).</remarks>
    public static void Stationary(double mean, SplitMix64 random, Span<int> rows)
    {
        Debug.Assert(mean >= 1, "A block has at least one row.");
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i == 0 || random.NextUniform() * mean < 1 ? random.NextBelow(rows.Length)
                : rows[i - 1] + 1 == rows.Length ? 0
                : rows[i - 1] + 1;
        }
    }
}
