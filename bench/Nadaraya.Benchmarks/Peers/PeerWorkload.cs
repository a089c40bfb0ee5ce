using System.Globalization;
using System.Runtime.InteropServices;

namespace Nadaraya.Benchmarks;

/// <summary>A workload of bench/peers/workloads.py, and our way to do each task on it: public calls from plain arrays, all that they do included.</summary>
internal sealed class PeerWorkload
{
    private readonly int dimensions;
    private readonly double bandwidth;
    private readonly double[] x;
    private readonly double[] y;
    private readonly Dataset data;

    private PeerWorkload(int rows, int dimensions, double bandwidth, Func<string, double[]> read)
    {
        this.dimensions = dimensions;
        this.bandwidth = bandwidth;
        (x, y, Queries) = (read("x"), read("y"), read("xq"));
        Rows = rows;
        data = new(
            [.. Enumerable.Range(0, dimensions).Select(j => new Column($"x{j + 1}", Enumerable.Range(0, rows).Select(i => x[(i * dimensions) + j]).ToArray()))],
            [new("y", y)]);
    }

    /// <summary>n.</summary>
    public int Rows { get; }

    /// <summary>m × d queries, row by row.</summary>
    public double[] Queries { get; }

    /// <summary>n × d keys, row by row.</summary>
    public double[] Keys => x;

    /// <summary>Reads a folder: meta.txt holds n, d, m and a bandwidth for each dimension, all alike.</summary>
    public static PeerWorkload Read(string folder)
    {
        double[] meta = [.. File.ReadAllText(Path.Combine(folder, "meta.txt")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(s => double.Parse(s, CultureInfo.InvariantCulture))];
        return new((int)meta[0], (int)meta[1], meta[3], name => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(folder, name + ".bin"))).ToArray());
    }

    /// <summary>The estimate at queries, with the bandwidth of the workload.</summary>
    public double[] Pool(double[] queries)
    {
        if (dimensions == 1)
        {
            return [.. AttentionPooling.Pool(queries, x, y, Kernel.Gaussian, bandwidth).Select(v => v ?? double.NaN)];
        }

        int count = queries.Length / dimensions;
        PooledBatch pooled = AttentionPooling.Pool(
            new Batch(1, count, dimensions, queries), new Batch(1, Rows, dimensions, x), new Batch(1, Rows, 1, y), Kernel.Gaussian, bandwidth);
        return [.. Enumerable.Range(0, count).Select(q => pooled[0, q, 0] ?? double.NaN)];
    }

    /// <summary>The bandwidths that leave-one-out chooses.</summary>
    public double[] ChooseBandwidths() =>
        [.. KernelRegression.Fit(data).Features.Select(f => f.Bandwidth ?? double.PositiveInfinity)];

    /// <summary>The chapter's training of one scale w: five epochs at its rate, from 0.5; w after each.</summary>
    public double[] Train() => [.. LearnedScale.Train(data, new() { Start = 0.5 }).Epochs.Select(e => e.Scale)];
}
