using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>An engine in one dimension that gives sums and slopes in one walk along the sorted keys; what it does not serve goes to the dense one.</summary>
/// <remarks>It walks for any queries where nobody is left out, and for the keys themselves where each row is left out at its own query.</remarks>
internal abstract class WalkingEngine(PoolingRequest request) : PreparedEngine(request)
{
    public sealed override void Sum(Points queries, Leave leave, Moments moments, Run run)
    {
        if (IsServed(queries, leave))
        {
            _ = Walk(queries, leave, moments, null, run);
        }
        else
        {
            Dense.Sum(queries, leave, moments, run);
        }
    }

    public sealed override double[] SumAndPull(Points queries, Leave leave, Moments moments, Adjoint adjoint, Run run) =>
        IsServed(queries, leave) ? [Walk(queries, leave, moments, adjoint, run)] : Dense.SumAndPull(queries, leave, moments, adjoint, run);

    public sealed override double[] Pull(Points queries, Leave leave, Moments moments, double[][] adjoints, Run run)
    {
        // The walk gives the same sums again, relative to the same keys.
        return SumAndPull(
            queries,
            leave,
            new Moments(queries.Count, Request),
            (query, adjoint) =>
            {
                for (int k = 0; k < adjoint.Length; k++)
                {
                    adjoint[k] = adjoints[k][query];
                }
            },
            run);
    }

    /// <summary>Whether queries are the very keys, so that they can be walked in order.</summary>
    protected bool AreTheKeys(Points queries) => queries.Count == Request.Keys.Count && queries.Columns[0] == Request.Keys.Columns[0];

    /// <summary>Whether a row may keep a part of itself at its own query, as frequencies do.</summary>
    protected virtual bool ServesParts => false;

    /// <summary>Sums, and where a loss is differentiated its gradient in ln h: Σ adjoint·∂M/∂ln h.</summary>
    protected abstract double Walk(Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run);

    private bool IsServed(Points queries, Leave leave) => leave == Leave.Nobody
        || (leave is Leave.LeaveRow { IsEachItself: true } row && (ServesParts || row.Parts is null) && AreTheKeys(queries));
}
