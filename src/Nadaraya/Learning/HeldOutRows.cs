using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Parts the rows: those that are trained on, and those that judge. Clusters stay undivided.</summary>
internal static class HeldOutRows
{
    /// <summary>A part drawn by a seed.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="share">The share that judges; 0 for none.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Both ascending. None judge where fewer than two rows would be left to train on.</returns>
    public static (int[] Trained, int[] Judges) Of(Sample sample, double share, int seed)
    {
        int[] all = [.. Enumerable.Range(0, sample.Count)];
        if (share == 0)
        {
            return (all, []);
        }

        int[] cluster = sample.ClusterOfKey();
        int[] order = [.. Enumerable.Range(0, cluster.Max() + 1)];
        SplitMix64.ForDraw(seed, 0).Shuffle(order, order.Length);

        int wanted = (int)Math.Round(share * sample.Count);
        int[] size = new int[order.Length];
        foreach (int c in cluster)
        {
            size[c]++;
        }

        bool[] judges = new bool[order.Length];
        int drawn = 0;
        foreach (int c in order)
        {
            if (drawn + size[c] <= wanted)
            {
                judges[c] = true;
                drawn += size[c];
            }
        }

        return sample.Count - drawn < 2 ? (all, []) : ([.. all.Where(i => !judges[cluster[i]])], [.. all.Where(i => judges[cluster[i]])]);
    }
}
