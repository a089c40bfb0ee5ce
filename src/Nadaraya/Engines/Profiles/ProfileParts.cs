using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Which profiles a query goes without a part of, and what they add then. For one query, or class of them, after another; one for every thread.</summary>
/// <param name="profiles">The profiles.</param>
/// <param name="sums">What their rows add up to.</param>
/// <param name="leave">Who is left out.</param>
internal sealed class ProfileParts(Profiles profiles, ProfileSums sums, Leave leave)
{
    private readonly PartedSums? parted = sums.Without(leave);
    private readonly int moments = sums.Columns - 1;
    private readonly List<(int Profile, int Part)> apart = [];

    /// <summary>Whether each query goes without a row of its own.</summary>
    public bool AreRows => leave is Leave.LeaveRow;

    /// <summary>The profiles that a query goes without a part of.</summary>
    public IReadOnlyList<(int Profile, int Part)> Apart => apart;

    /// <summary>Begins a query.</summary>
    public void Begin(int query)
    {
        apart.Clear();
        switch (leave)
        {
            case Leave.LeaveRow:
                apart.Add((profiles.Keys.Of[Of(query)], Of(query)));
                break;
            case Leave.LeaveGroup group:
                foreach (int part in parted!.InGroup(group.OfQuery[query]))
                {
                    apart.Add((parted.ProfileOf[part], part));
                }

                break;
        }
    }

    /// <summary>The row that a query goes without.</summary>
    public int Of(int query) => ((Leave.LeaveRow)leave).Rows[query];

    /// <summary>The sum of a part's profile without it, or with what stays of a row.</summary>
    public double Without(int column, int part)
    {
        double kept = leave is Leave.LeaveRow { Parts: double[] parts } ? parts[part] : 0;
        return parted!.Of[column][part] + (kept == 0 ? 0 : (column < moments ? kept : kept * kept) * sums.Value(column, part));
    }

    /// <summary>What a profile adds to a column for the query that is begun.</summary>
    public double Effective(int column, int profile)
    {
        int at = apart.FindIndex(a => a.Profile == profile);
        return at < 0 ? sums.Of[column][profile] : Without(column, apart[at].Part);
    }

    /// <summary>The key of the largest row weight in a profile that the query which is begun does not go without; −1 for none.</summary>
    public int Heaviest(int profile, int query) => leave switch
    {
        Leave.LeaveRow row when row.Kept(query, sums.Heaviest[profile]) == 0 => sums.Second[profile],
        Leave.LeaveGroup group when apart.Exists(a => a.Profile == profile) => sums.HeaviestBut(profile, key => group.Kept(query, key) == 0),
        _ => sums.Heaviest[profile],
    };
}
