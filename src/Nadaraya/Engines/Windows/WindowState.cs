using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys at one bandwidth, in order and in cells, with the moments of their columns.</summary>
internal sealed class WindowState
{
    /// <summary>Nothing is truncated: where no tolerance is asked for, rounding is held to this, by a bound that is a thousand times above what happens.</summary>
    private const double Rounding = 1e-11;

    private readonly double tolerance;

    /// <param name="request">A request that the engine serves.</param>
    /// <param name="run">Threads and cancellation.</param>
    public WindowState(PoolingRequest request, Run run)
    {
        SingleKernel single = request.Score.Single!;
        tolerance = request.Tolerance;
        Allowed = tolerance > 0 ? tolerance / 3 : Rounding;
        Keys = AscendingKeys.Of(request);
        Kernel = CompactKernel.Of(single.Kernel, single.Bandwidths[0])!.Value;

        // A kernel that ends in 0 has nothing on the rim.
        IsClosed = single.Kernel.Constants.Closed && Kernel.Power == 0;
        Cells = HasManyInReach() ? WindowCells.Of(Keys, request.Keys.Largest, Kernel) : null;
        Layer = Cells is null ? null : new(Cells, Keys.Columns, squared: false, run);
    }

    /// <summary>The keys in order.</summary>
    public AscendingKeys Keys { get; }

    /// <summary>The kernel.</summary>
    public CompactLanes Kernel { get; }

    /// <summary>Whether keys on the rim have weight.</summary>
    public bool IsClosed { get; }

    /// <summary>Whether the kernel is one polynomial on both sides of the query.</summary>
    public bool IsEven => Layer?.IsEven ?? true;

    /// <summary>η.</summary>
    public double Allowed { get; }

    /// <summary>The cells; null where every window is summed key by key.</summary>
    public WindowCells? Cells { get; }

    /// <summary>Σ k·c_b.</summary>
    public WindowLayer? Layer { get; }

    /// <summary>Σ k²; null until wanted.</summary>
    public WindowLayer? Squares { get; private set; }

    /// <summary>Puts what Σ k² needs in place.</summary>
    public void WantSquares(Run run)
    {
        if (Cells is not null)
        {
            Squares ??= new(Cells, [Keys.Squares], squared: true, run);
        }
    }

    /// <summary>The bound to report for the largest share of rounding: 0 where sums are exact to rounding by request.</summary>
    public double Reported(double share) => tolerance > 0 ? 2 * share / (1 - share) : 0;

    /// <summary>Whether any window can hold more keys than are summed one by one.</summary>
    private bool HasManyInReach()
    {
        const int Few = 64;
        for (int i = Few; i < Keys.Count; i++)
        {
            if (Keys.Keys[i] - Keys.Keys[i - Few] <= 2.001 * Kernel.Reach)
            {
                return true;
            }
        }

        return false;
    }
}
