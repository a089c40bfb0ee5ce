using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Sums one class of queries after another over the profiles, and takes a gradient back. One for every thread.</summary>
/// <remarks>A total under <see cref="DenseTiles.Trusted"/> is summed again relative to its best key, profile by profile, as the dense engine does key by key.</remarks>
internal sealed class ProfileWalk
{
    private const int Tile = 256; // after so many, sums are carried on by two-sum

    private readonly PoolingRequest request;
    private readonly Profiles profiles;
    private readonly ProfileSums sums;
    private readonly Score score;
    private readonly ProfileParts parts;
    private readonly Points queries;
    private readonly int count;
    private readonly double[] weights;
    private readonly double[] scratch;
    private readonly int[] heaviest;
    private readonly List<double> ofApart = [];

    /// <param name="request">The whole request.</param>
    /// <param name="profiles">The profiles of its keys.</param>
    /// <param name="sums">What their rows add up to.</param>
    /// <param name="score">The score over profiles as keys, without row weights.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="queries">The queries.</param>
    public ProfileWalk(PoolingRequest request, Profiles profiles, ProfileSums sums, Score score, Leave leave, Points queries)
    {
        this.request = request;
        this.profiles = profiles;
        this.sums = sums;
        this.score = score;
        parts = new(profiles, sums, leave);
        this.queries = queries;
        count = profiles.Keys.Count;
        weights = new double[Points.PaddedLength(count)];
        scratch = new double[weights.Length];
        heaviest = new int[count];
    }

    private int Moments => sums.Columns - 1;

    /// <summary>The sums of the queries of a class.</summary>
    public void Sum(ReadOnlySpan<int> members, Moments moments)
    {
        Begin(members[0]);
        double nearest = 0;
        foreach (double weight in weights.AsSpan(0, count))
        {
            nearest = Math.Max(nearest, weight);
        }

        ofApart.Clear();
        foreach ((int profile, _) in parts.Apart)
        {
            ofApart.Add(weights[profile]);
            weights[profile] = 0;
        }

        bool squares = moments.Wanted.HasFlag(Wanted.Squares);
        Span<double> rest = stackalloc double[sums.Columns];
        for (int b = 0; b < Moments; b++)
        {
            rest[b] = Dot(weights, sums.Of[b]);
        }

        if (squares)
        {
            TileDots.Product(weights, weights, scratch);
            rest[^1] = Dot(scratch, sums.Of[^1]);
        }

        // Alike but for a row of their own, which is another for each.
        Span<double> all = stackalloc double[sums.Columns];
        for (int i = 0; i < members.Length; i++)
        {
            int query = members[i];
            if (i > 0 && !parts.AreRows)
            {
                moments.Take(query, moments, members[0]);
                moments.CountRepaired(moments.Reference(query) >= 0 ? 1 : 0);
                continue;
            }

            rest.CopyTo(all);
            for (int k = 0; k < parts.Apart.Count; k++)
            {
                for (int b = 0; b < (squares ? sums.Columns : Moments); b++)
                {
                    double weight = ofApart[k];
                    all[b] += (b < Moments ? weight : weight * weight) * parts.Without(b, parts.AreRows ? parts.Of(query) : parts.Apart[k].Part);
                }
            }

            Store(query, all, moments);
            if (moments.LogNearest.Length > 0)
            {
                moments.LogNearest[query] = Math.Log(nearest) - request.Score.LogWeightAtZero;
            }

            if (!(all[0] >= DenseTiles.Trusted))
            {
                Repair(query, moments);
            }
        }
    }

    /// <summary>Adds the gradient of the queries of a class.</summary>
    public void Pull(ReadOnlySpan<int> members, Moments moments, double[][] adjoints, Span<double> gradient)
    {
        Span<double> total = stackalloc double[Moments];
        total.Clear();
        double ofOwn = 0;
        bool any = false;
        foreach (int query in members)
        {
            bool none = true;
            foreach (double[] column in adjoints)
            {
                none &= column[query] == 0;
            }

            if (none)
            {
                continue;
            }

            if (moments.Reference(query) >= 0)
            {
                PullRelative(query, moments.Reference(query), adjoints, gradient);
                continue;
            }

            any = true;
            for (int b = 0; b < total.Length; b++)
            {
                total[b] += adjoints[b][query];
                ofOwn += parts.AreRows ? adjoints[b][query] * parts.Without(b, parts.Of(query)) : 0;
            }
        }

        if (!any)
        {
            return;
        }

        Begin(members[0]);
        scratch.AsSpan().Clear();
        for (int b = 0; b < total.Length; b++)
        {
            TileSums.MultiplyAdd(scratch, sums.Of[b], total[b]);
        }

        foreach ((int profile, int part) in parts.Apart)
        {
            scratch[profile] = ofOwn;
            for (int b = 0; b < total.Length && !parts.AreRows; b++)
            {
                scratch[profile] += total[b] * parts.Without(b, part);
            }
        }

        TileSums.Multiply(scratch, weights);
        score.Pull(queries, members[0], 0, -1, scratch, gradient);
    }

    /// <summary>The weights of a class over the profiles, and which of those it has without a part.</summary>
    private void Begin(int query)
    {
        score.Kernels(queries, query, 0, weights);
        weights.AsSpan(count).Clear();
        parts.Begin(query);
    }

    private void Store(int query, ReadOnlySpan<double> all, Moments moments)
    {
        for (int b = 0; b < Moments; b++)
        {
            moments.Sums[b][query] = all[b];
        }

        if (moments.SquaredWeights.Length > 0)
        {
            moments.SquaredWeights[query] = all[Moments];
        }
    }

    /// <summary>Sums a query again relative to its best key; leaves it without weight where no key has any.</summary>
    private void Repair(int query, Moments moments)
    {
        parts.Begin(query);
        int best = Best(query);
        if (best < 0)
        {
            return;
        }

        Span<double> all = stackalloc double[sums.Columns];
        double[] relative = new double[weights.Length];
        Relative(query, best, relative);
        for (int b = 0; b < sums.Columns; b++)
        {
            KeptSum sum = default;
            for (int p = 0; p < count; p++)
            {
                sum.Add((b < Moments ? relative[p] : relative[p] * relative[p]) * parts.Effective(b, p));
            }

            all[b] = sum.Total;
        }

        moments.RelativeTo(query, best, Math.Max(request.Score.LogScore(queries, query, best), double.MinValue));
        moments.CountRepaired(1);
        Store(query, all, moments);
        if (moments.LogNearest.Length > 0)
        {
            moments.LogNearest[query] = moments.Shift(query) - LogRowWeight(best) - request.Score.LogWeightAtZero;
        }
    }

    private void PullRelative(int query, int reference, double[][] adjoints, Span<double> gradient)
    {
        parts.Begin(query);
        double[] coefficients = new double[weights.Length];
        Relative(query, reference, coefficients);
        for (int p = 0; p < count; p++)
        {
            double adjoint = 0;
            for (int b = 0; b < Moments; b++)
            {
                adjoint += adjoints[b][query] * parts.Effective(b, p);
            }

            coefficients[p] *= adjoint;
        }

        score.Pull(queries, query, 0, profiles.Keys.Of[reference], coefficients, gradient);
    }

    /// <summary>Weights of profiles, row weights aside, over that of a key with its row weight.</summary>
    private void Relative(int query, int reference, double[] relative)
    {
        score.LogRatios(queries, query, 0, profiles.Keys.Of[reference], relative);
        TileSums.Exp(relative, LogRowWeight(reference), relative);
        relative.AsSpan(count).Clear();
    }

    /// <summary>The key of the largest score at a query, those left out aside; −1 where no key has any weight.</summary>
    private int Best(int query)
    {
        int best = -1;
        for (int p = 0; p < count; p++)
        {
            heaviest[p] = parts.Heaviest(p, query);
            heaviest[p] = heaviest[p] >= 0 && score.Reaches(queries, query, p) ? heaviest[p] : -1;
            best = best < 0 && heaviest[p] >= 0 ? p : best;
        }

        if (best < 0)
        {
            return -1;
        }

        double[] log = new double[weights.Length];
        score.LogRatios(queries, query, 0, best, log);
        double largest = double.NegativeInfinity;
        for (int p = 0; p < count; p++)
        {
            double own = heaviest[p] < 0 ? double.NegativeInfinity : log[p] + LogRowWeight(heaviest[p]);
            (best, largest) = own > largest ? (p, own) : (best, largest);
        }

        return heaviest[best];
    }

    private double LogRowWeight(int key) => request.Score.RowWeights is double[] v ? Math.Log(v[key]) : 0;

    /// <summary>Σ a·b, tile by tile with what rounding loses kept.</summary>
    private static double Dot(double[] a, double[] b)
    {
        Vector512<double> sum = default, lost = default;
        for (int start = 0; start < a.Length; start += Tile)
        {
            int length = Math.Min(Tile, a.Length - start);
            TileSums.AddTo(ref sum, ref lost, TileSums.Dot(a.AsSpan(start, length), b.AsSpan(start, length)));
        }

        return TileSums.Total(sum) + TileSums.Total(lost);
    }
}
