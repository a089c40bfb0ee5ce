using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>m̂(q) − m̂₋ᵢ(q): what the value at a query owes to each row, without a fit for each. Not for two threads at once.</summary>
/// <remarks>
/// Of a weighted average αᵢ(yᵢ − m̂)/(1 − αᵢ); of a local polynomial ℓᵢeᵢ/(1 − wᵢ b'S⁻¹b) with eᵢ = yᵢ − b'β, which is the same where b = 1 (Sherman &amp; Morrison 1950). Where less than a
/// thousandth is left beside a row, or weights are so far apart that <see cref="LocalFit.Hat"/> is needed, or a ridge was, these lose digits, and the sums are taken again without it. Everything is centred and over the target's scale. O(p²) a row.
/// Of a mixture of heads what a row changes is what it changes of each head, mixed.
/// </remarks>
/// <param name="engine">The exact engine over the rows, in any order.</param>
/// <param name="parts">How much of each key goes with a row: 1/v of a key that is v rows; null for all of it.</param>
/// <param name="stability">Where signed weights count as cancelled.</param>
/// <param name="nothing">What stands for m̂₋ᵢ of a key and target where no weight is left.</param>
internal sealed class RowRemoval(PreparedEngine engine, double[]? parts, double stability, Func<int, int, double> nothing)
{
    private const double Trusted = 1e-3;
    private const double Negligible = 1e-8; // of the largest: where weights are many powers of ten apart few rows make a value
    private const int Tile = 256;

    private readonly PoolingRequest request = engine.Request;
    private readonly int terms = engine.Request.Basis.TargetTerms;
    private readonly TileWeights weights = new(engine.Request);
    private readonly double[] tile = new double[Tile];
    private readonly double[] found = new double[Tile];
    private readonly double[] basis = new double[Tile * engine.Request.Basis.TargetTerms];
    private readonly double[] inverse = new double[engine.Request.Basis.TargetTerms * engine.Request.Basis.TargetTerms];
    private readonly double[] coefficients = new double[engine.Request.Payload.Targets * engine.Request.Basis.TargetTerms];
    private readonly HeadsTiles? mixture = engine as HeadsTiles;
    private readonly RowRemoval[] ofHeads = engine is HeadsTiles heads
        ? [.. Enumerable.Range(0, heads.Count).Select(h => new RowRemoval(heads.Exact(h), parts, stability, nothing))]
        : [];

    private double[] shares = []; // of the heads at the query
    private Points queries = engine.Request.Keys;
    private int query;
    private int reference;
    private double total;
    private double[]? kept; // of each key, when one is left out
    private double[]? hat;
    private bool isRidged;
    private double largest;

    /// <summary>Turns to a query.</summary>
    /// <param name="at">The queries.</param>
    /// <param name="moments">Their sums over the same rows; where they are relative to a key, it must be of this order.</param>
    /// <param name="which">The query.</param>
    /// <param name="fit">The local fit, solved there.</param>
    public void Turn(Points at, Moments moments, int which, LocalFit fit)
    {
        if (mixture is not null)
        {
            coefficients.AsSpan().Clear();
            Points[] alone = [.. Enumerable.Range(0, ofHeads.Length).Select(h => mixture.Of(at, h).Alone(which))];
            Moments[] sums = [.. alone.Select((own, h) => mixture.Exact(h).Sum(own, Leave.Nobody, new Run(1, default)))];
            shares = mixture.Shares(h => sums[h].HasWeight(0));
            for (int h = 0; h < ofHeads.Length; h++)
            {
                LocalFit own = new(mixture.Exact(h), alone[h], Leave.Nobody, sums[h], stability);
                if (shares[h] > 0 && own.At(0))
                {
                    ofHeads[h].Turn(alone[h], sums[h], 0, own);
                    for (int t = 0; t < coefficients.Length; t++)
                    {
                        coefficients[t] += shares[h] * ofHeads[h].Value(t);
                    }
                }
            }

            return;
        }

        (queries, query, reference, total) = (at, which, moments.Reference(which), moments.Weight(which));
        hat = fit.Hat;
        isRidged = fit.Ridge > 0;
        largest = hat is null ? 0 : Math.Max(hat.Max(), -hat.Min());
        for (int k = 0; k < coefficients.Length; k++)
        {
            coefficients[k] = fit.Coefficients[k / terms, k % terms];
        }

        for (int a = 0; a < terms && terms > 1; a++)
        {
            Span<double> row = inverse.AsSpan(a * terms, terms);
            row.Clear();
            row[a] = 1;
            fit.Solve(row);
        }
    }

    /// <summary>The value of a target at the query.</summary>
    public double Value(int target) => coefficients[target * terms];

    /// <summary>changes[i − from] = m̂ − m̂₋ᵢ of the keys from … to − 1.</summary>
    public void Changes(int target, int from, int to, Span<double> changes)
    {
        if (mixture is not null)
        {
            ChangesOfHeads(target, from, to, changes);
            return;
        }

        for (int start = from / 8 * 8; start < to; start += Tile)
        {
            int length = Points.PaddedLength(Math.Min(Tile, to - start));
            double left = Take(target, start, length);
            (int first, int last) = (Math.Max(from, start), Math.Min(to, start + length));
            for (int i = first; i < last && (hat is not null || isRidged || !(left >= Trusted)); i++)
            {
                if (hat is not null ? Math.Abs(hat[i]) <= Negligible * largest : isRidged && Math.Abs(tile[i - start]) <= Negligible * Math.Abs(total))
                {
                    continue;
                }

                double part = parts?[i] ?? 1;
                double rest = terms == 1 ? 1 - (tile[i - start] / total) : 1 - (tile[i - start] * Form(i - start, length));
                if ((hat is not null || isRidged || !(Math.Abs(rest) >= Trusted)) && part > 0)
                {
                    found[i - start] = Value(target) - Without(target, i);
                }
            }

            found.AsSpan(first - start, last - first).CopyTo(changes[(first - from)..]);
        }
    }

    private void ChangesOfHeads(int target, int from, int to, Span<double> changes)
    {
        double[] own = new double[to - from];
        changes[..own.Length].Clear();
        for (int h = 0; h < ofHeads.Length; h++)
        {
            if (shares[h] > 0)
            {
                ofHeads[h].Changes(target, from, to, own);
                for (int i = 0; i < own.Length; i++)
                {
                    changes[i] += shares[h] * own[i];
                }
            }
        }
    }

    /// <summary>Weights and changes of a tile; returns the least share that is left beside a row.</summary>
    private double Take(int target, int start, int length)
    {
        Span<double> w = tile.AsSpan(0, length);
        weights.Fill(queries, query, Leave.Nobody, reference, start, w);
        if (parts is not null)
        {
            for (int i = 0; i < length; i++)
            {
                w[i] *= parts[start + i];
            }
        }

        ReadOnlySpan<double> y = request.Payload.Columns[target].AsSpan(start, length);
        if (terms == 1)
        {
            return RowChanges.OfAverage(w, y, total, Value(target), found.AsSpan(0, length));
        }

        basis.AsSpan(0, length).Fill(1);
        for (int a = 1; a < terms; a++)
        {
            request.Basis.Evaluate(a, queries, request.Keys, query, start, basis.AsSpan(a * length, length));
        }

        return RowChanges.OfPolynomial(w, y, basis.AsSpan(0, terms * length), inverse, coefficients.AsSpan(target * terms, terms), found.AsSpan(0, length));
    }

    /// <summary>b'S⁻¹b at a place of the tile.</summary>
    private double Form(int at, int length)
    {
        double form = 0;
        for (int k = 0; k < inverse.Length; k++)
        {
            form += inverse[k] * basis[(k / terms * length) + at] * basis[(k % terms * length) + at];
        }

        return form;
    }

    /// <summary>m̂₋ᵢ by new sums.</summary>
    private double Without(int target, int key)
    {
        kept ??= parts is null ? [] : [.. parts.Select(part => 1 - part)];
        double value = ValueWithout.Of(engine, queries.Alone(query), Leave.Row([key], parts is null ? null : kept), stability, target);
        return double.IsNaN(value) ? nothing(key, target) : value;
    }
}
