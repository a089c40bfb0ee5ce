namespace Nadaraya;

/// <summary>Parts rows by their levels; those whom too few share take the levels of the most similar ones. O(rows + P²) for P profiles.</summary>
/// <param name="rows">The rows.</param>
/// <param name="discrete">The discrete features.</param>
/// <param name="hasSay">Whether each of them has a say in predictions.</param>
internal sealed class LevelProfiles(Individuals rows, int[] discrete, bool[] hasSay)
{
    /// <summary>Profiles in the order of their levels, each of at least so many people where all together are.</summary>
    public IReadOnlyList<LevelProfile> Of(int anonymity, CancellationToken cancellation)
    {
        List<LevelProfile> profiles = [.. rows.Keys
            .GroupBy(key => string.Join(',', discrete.Select(j => (int)rows.Sample.Columns[j][key])), StringComparer.Ordinal)
            .Select(g => new LevelProfile([.. discrete.Select(j => (int)rows.Sample.Columns[j][g.First()])], [.. g]))];
        profiles.Sort((a, b) => a.Levels.AsSpan().SequenceCompareTo(b.Levels));
        List<double> people = [.. profiles.Select(p => rows.People(p.Keys))];
        while (profiles.Count > 1 && people.Min() is double fewest && fewest < anonymity)
        {
            cancellation.ThrowIfCancellationRequested();
            int small = people.IndexOf(fewest);
            int similar = Similar(profiles, people, small);
            profiles[similar] = profiles[similar] with { Keys = [.. profiles[similar].Keys, .. profiles[small].Keys] };
            people[similar] = rows.People(profiles[similar].Keys);
            profiles.RemoveAt(small);
            people.RemoveAt(small);
        }

        return profiles;
    }

    /// <summary>The profile with the fewest other levels, of features with a say before those without; then the largest; then the first.</summary>
    private int Similar(List<LevelProfile> profiles, List<double> people, int to)
    {
        int best = -1;
        (int Said, int Any, double People) least = default;
        for (int other = 0; other < profiles.Count; other++)
        {
            if (other == to)
            {
                continue;
            }

            (int Said, int Any, double People) here = (0, 0, -people[other]);
            for (int k = 0; k < hasSay.Length; k++)
            {
                if (profiles[other].Levels[k] != profiles[to].Levels[k])
                {
                    here.Any++;
                    here.Said += hasSay[k] ? 1 : 0;
                }
            }

            if (best < 0 || here.CompareTo(least) < 0)
            {
                (best, least) = (other, here);
            }
        }

        return best;
    }
}
