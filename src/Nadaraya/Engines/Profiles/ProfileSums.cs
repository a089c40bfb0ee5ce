using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>What the rows of each profile add up to, Σ v c_b and Σ v²: all of them, or without a row or a group. No bandwidth enters.</summary>
/// <remarks>Sums without a part are sums of what stands before it and after it in its profile, never differences; what rounding loses is kept beside them.</remarks>
internal sealed class ProfileSums
{
    private readonly Profiles profiles;
    private readonly double[]? rowWeights;
    private readonly double[]? inverseCounts;
    private readonly double[][] targets;
    private readonly Lazy<PartedSums> rows;
    private readonly Lock grouping = new();
    private (int[] Groups, PartedSums Sums)? last;

    /// <param name="profiles">The profiles of the keys.</param>
    /// <param name="request">Row weights and targets.</param>
    public ProfileSums(Profiles profiles, PoolingRequest request)
    {
        this.profiles = profiles;
        rowWeights = request.Score.RowWeights;
        inverseCounts = request.Score.InverseCounts;
        targets = request.Payload.Columns;
        Columns = targets.Length + 2;
        int padded = Points.PaddedLength(profiles.Keys.Count);
        Of = [.. Enumerable.Range(0, Columns).Select(b => Totals(profiles.Keys, key => Value(b, key), padded))];
        Heaviest = [.. Enumerable.Range(0, profiles.Keys.Count).Select(p => HeaviestBut(p, _ => false))];
        Second = [.. Heaviest.Select((heaviest, p) => HeaviestBut(p, key => key == heaviest))];
        rows = new(() => new(profiles, Classes.One(profiles.Keys.Of.Length).Split(key => key), Value, Columns));
    }

    /// <summary>Σ v, Σ v c of each target, Σ v² over counts.</summary>
    public int Columns { get; }

    /// <summary>The sums of all rows of each profile, one array a column, in whole vectors with 0 as padding.</summary>
    public double[][] Of { get; }

    /// <summary>The first key of the largest row weight in each profile.</summary>
    public int[] Heaviest { get; }

    /// <summary>The same of the other keys; −1 where there is none.</summary>
    public int[] Second { get; }

    /// <summary>The sums without what is left out; null for nobody. Those without rows, and without the groups of the last call, are kept: a search asks again and again.</summary>
    public PartedSums? Without(Leave leave)
    {
        switch (leave)
        {
            case Leave.LeaveRow:
                return rows.Value;
            case Leave.LeaveGroup group:
                lock (grouping)
                {
                    if (last?.Groups != group.OfKey)
                    {
                        last = (group.OfKey, new(profiles, profiles.Keys.Split(key => group.OfKey[key]), Value, Columns, group.OfKey));
                    }

                    return last.Value.Sums;
                }

            default:
                return null;
        }
    }

    /// <summary>Whether these are the sums of a score's row weights.</summary>
    public bool Serves(Score score) => score.RowWeights == rowWeights && score.InverseCounts == inverseCounts;

    /// <summary>What a key adds to a column.</summary>
    public double Value(int column, int key)
    {
        double v = rowWeights?[key] ?? 1;
        return column == 0 ? v : column <= targets.Length ? v * targets[column - 1][key] : v * v * (inverseCounts?[key] ?? 1);
    }

    /// <summary>The first key of the largest row weight in a profile, some keys aside; −1 where none is left.</summary>
    public int HeaviestBut(int profile, Func<int, bool> isLeftOut)
    {
        int heaviest = -1;
        double most = 0;
        foreach (int key in profiles.Keys.Members(profile))
        {
            double v = rowWeights?[key] ?? 1;
            if (v > most && !isLeftOut(key))
            {
                (heaviest, most) = (key, v);
            }
        }

        return heaviest;
    }

    /// <summary>The sum over each class.</summary>
    private static double[] Totals(Classes classes, Func<int, double> value, int length)
    {
        double[] totals = new double[length];
        for (int k = 0; k < classes.Count; k++)
        {
            KeptSum sum = default;
            foreach (int member in classes.Members(k))
            {
                sum.Add(value(member));
            }

            totals[k] = sum.Total;
        }

        return totals;
    }
}
