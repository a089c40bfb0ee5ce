using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The profiles of the keys with their sums in place: M(q) = Σ over profiles of l(q, profile) times what the profile's rows add up to.</summary>
/// <remarks>
/// Queries of the same levels without the same part are one class, summed once; a query without its own row adds its profile without the row. So a query's sums depend on the
/// keys and on it alone. Who is left out by a mask goes to the dense engine.
/// </remarks>
internal sealed class ProfileTiles : PreparedEngine
{
    private const int Block = 16; // classes; a gradient is added up block by block

    private readonly Profiles profiles;
    private readonly ProfileSums sums;
    private readonly Score score;

    public ProfileTiles(PoolingRequest request)
        : base(request)
    {
        profiles = Profiles.Of(request.Keys);
        sums = profiles.SumsOf(request);
        score = new([.. request.Score.Factors.Select(f => ((DiscreteFactor)f).Over(profiles.Points))]);
    }

    public override void Sum(Points queries, Leave leave, Moments moments, Run run)
    {
        if (!IsServed(leave))
        {
            Dense.Sum(queries, leave, moments, run);
            return;
        }

        moments.Restart();
        Classes classes = ClassesOf(queries, leave);
        run.ForBlocks(classes.Count, Block, (from, to) =>
        {
            ProfileWalk walk = new(Request, profiles, sums, score, leave, queries);
            for (int k = from; k < to; k++)
            {
                walk.Sum(classes.Members(k), moments);
            }
        });
    }

    public override double[] Pull(Points queries, Leave leave, Moments moments, double[][] adjoints, Run run)
    {
        if (!IsServed(leave))
        {
            return Dense.Pull(queries, leave, moments, adjoints, run);
        }

        Classes classes = ClassesOf(queries, leave);
        int parameters = score.Parameters;
        double[] partial = new double[(classes.Count + Block - 1) / Block * parameters];
        run.ForBlocks(classes.Count, Block, (from, to) =>
        {
            ProfileWalk walk = new(Request, profiles, sums, score, leave, queries);
            for (int k = from; k < to; k++)
            {
                walk.Pull(classes.Members(k), moments, adjoints, partial.AsSpan(from / Block * parameters, parameters));
            }
        });

        double[] total = new double[parameters];
        for (int k = 0; k < partial.Length; k++)
        {
            total[k % parameters] += partial[k];
        }

        return total;
    }

    private static bool IsServed(Leave leave) => leave is Leave.LeaveNobody or Leave.LeaveRow or Leave.LeaveGroup;

    /// <summary>Queries of the same levels, without the same profile's row or the same group.</summary>
    private Classes ClassesOf(Points queries, Leave leave)
    {
        bool areTheKeys = queries.Columns == Request.Keys.Columns && queries.Count == Request.Keys.Count;
        Classes alike = areTheKeys ? profiles.Keys : Profiles.ClassesOf(queries);
        return leave switch
        {
            Leave.LeaveRow row => areTheKeys && row.IsEachItself ? alike : alike.Split(query => profiles.Keys.Of[row.Rows[query]]),
            Leave.LeaveGroup group => alike.Split(query => group.OfQuery[query]),
            _ => alike,
        };
    }
}
