using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The sums of profiles that are cut into parts, of each profile without each of its parts: what stands before the part plus what stands after it.</summary>
internal sealed class PartedSums
{
    private readonly Lazy<ILookup<int, int>> inGroup;

    /// <param name="profiles">The profiles.</param>
    /// <param name="parts">Classes of keys, each inside one profile.</param>
    /// <param name="value">What a key adds to a column.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="groupOfKey">The group that the keys of a part are in, where parts are of groups.</param>
    public PartedSums(Profiles profiles, Classes parts, Func<int, int, double> value, int columns, int[]? groupOfKey = null)
    {
        ProfileOf = [.. Enumerable.Range(0, parts.Count).Select(part => profiles.Keys.Of[parts.First(part)])];
        Classes ofProfile = Classes.One(parts.Count).Split(part => ProfileOf[part]);
        inGroup = new(() => Enumerable.Range(0, parts.Count).ToLookup(part => groupOfKey![parts.First(part)]));
        Of = [.. Enumerable.Range(0, columns).Select(b => Without(ofProfile, parts, key => value(b, key)))];
    }

    /// <summary>The profile of each part.</summary>
    public int[] ProfileOf { get; }

    /// <summary>The sums of a part's profile without it, one array a column.</summary>
    public double[][] Of { get; }

    /// <summary>The parts whose keys are in a group.</summary>
    public IEnumerable<int> InGroup(int group) => inGroup.Value[group];

    private static double[] Without(Classes ofProfile, Classes parts, Func<int, double> value)
    {
        double[] without = new double[parts.Count];
        for (int p = 0; p < ofProfile.Count; p++)
        {
            ReadOnlySpan<int> own = ofProfile.Members(p);
            KeptSum before = default;
            for (int i = 0; i < own.Length; i++)
            {
                without[own[i]] = before.Total;
                Add(ref before, own[i]);
            }

            KeptSum after = default;
            for (int i = own.Length - 1; i >= 0; i--)
            {
                without[own[i]] += after.Total;
                Add(ref after, own[i]);
            }
        }

        return without;

        void Add(ref KeptSum sum, int part)
        {
            foreach (int key in parts.Members(part))
            {
                sum.Add(value(key));
            }
        }
    }
}
