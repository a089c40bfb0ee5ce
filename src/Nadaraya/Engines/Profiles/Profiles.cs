using System.Runtime.CompilerServices;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The distinct profiles of some keys, a profile being one level a column. No bandwidth enters, so they are found once and serve a whole search.</summary>
internal sealed class Profiles
{
    private static readonly ConditionalWeakTable<Points, Profiles> Kept = [];
    private readonly ConditionalWeakTable<Payload, ProfileSums> sums = [];

    private Profiles(Points keys)
    {
        Keys = ClassesOf(keys);
        Points = keys.Dimensions == 0
            ? Points.PaddedKeys([], Keys.Count)
            : Points.Keys([.. keys.Columns.Select(c => Enumerable.Range(0, Keys.Count).Select(p => c[Keys.First(p)]).ToArray())], Keys.Count);
    }

    /// <summary>Which keys have which profile.</summary>
    public Classes Keys { get; }

    /// <summary>The profiles as keys.</summary>
    public Points Points { get; }

    /// <summary>The profiles of keys; kept with them.</summary>
    public static Profiles Of(Points keys) => Kept.GetValue(keys, k => new(k));

    /// <summary>Points of the same levels, those never seen among them.</summary>
    public static Classes ClassesOf(Points points)
    {
        Classes classes = Classes.One(points.Count);
        foreach (double[] column in points.Columns)
        {
            classes = classes.Split(i => (int)column[i]);
        }

        return classes;
    }

    /// <summary>What each profile's rows add up to; kept with the payload.</summary>
    public ProfileSums SumsOf(PoolingRequest request)
    {
        ProfileSums known = sums.GetValue(request.Payload, _ => new(this, request));
        return known.Serves(request.Score) ? known : new(this, request);
    }
}
