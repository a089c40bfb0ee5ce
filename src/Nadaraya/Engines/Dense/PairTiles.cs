using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Sums of every key over all others, and their slopes, from pairs that are weighed once; in doubles or in singles.</summary>
internal abstract class PairTiles
{
    /// <summary>The most numbers that the groups of a call collect in: 128 MB.</summary>
    protected const long MostCollected = 1 << 24;

    private const int FewestGroups = 4; // with fewer, threads would stand idle

    /// <summary>Whether so many rows and targets leave each of several groups room of its own.</summary>
    public static bool Serve(long rows, PoolingRequest request) =>
        rows * (1 + request.Payload.Targets) * FewestGroups <= MostCollected && rows * (request.Keys.Dimensions + 1L + request.Payload.Targets) < 1 << 28;

    /// <summary>Σ w c_b of every key over the others, and over what stays of itself.</summary>
    /// <param name="leave">Each key left out of its own sums.</param>
    /// <param name="sums">One column a moment, those of a level behind those of the one before.</param>
    /// <param name="run">Threads, cancellation.</param>
    public abstract void Sum(Leave.LeaveRow leave, double[][] sums, Run run);

    /// <summary>Σ_i Σ_b α_b(i) ∂M_b(i)/∂ln h_j.</summary>
    /// <param name="adjoints">α, one column a moment; 0 where a key's sums are another's business.</param>
    /// <param name="run">Threads, cancellation.</param>
    public abstract double[] Pull(double[][] adjoints, Run run);
}
