using System.Numerics;
using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The loss of one batch as a function of the parameters, with its gradient: forward through the network, pooling, and back.</summary>
/// <remarks>Rows are shared among eight fixed parts whose gradients are added in their order, so that the number of threads changes no bit.</remarks>
/// <typeparam name="T">float for speed, double to check gradients.</typeparam>
internal sealed class DeepStep<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int Parts = 8;
    private const int Block = 96;
    private readonly DeepNetwork<T> network;
    private readonly NeighbourPooling<T> pooling;
    private readonly DeepDesk<T>[] desks = [.. Enumerable.Range(0, Parts).Select(_ => new DeepDesk<T>())];
    private readonly T[][] gradients;
    private readonly double dropout;

    /// <summary>Takes the memory for batches of at most so many rows.</summary>
    public DeepStep(DeepLayout layout, int capacity, double dropout)
    {
        network = new(layout);
        pooling = new(layout.Output);
        this.dropout = dropout;
        gradients = [.. Enumerable.Range(0, Parts).Select(_ => new T[layout.Count])];
        Rows = new(layout, capacity);
        Target = new double[capacity];
        Weights = new double[capacity];
    }

    /// <summary>The batch: the caller fills numbers and levels, queries first.</summary>
    public DeepRows<T> Rows { get; }

    /// <summary>y of every row.</summary>
    public double[] Target { get; }

    /// <summary>v of every row, positive.</summary>
    public double[] Weights { get; }

    /// <summary>φ of the batch's first rows, without dropout.</summary>
    public void Embed(T[] parameters, int count, Run run)
    {
        network.Set(parameters, false);
        run.ForBlocks(count, Block, (from, to) => network.Forward(Rows, from, to, false));
    }

    /// <summary>The mean loss, and its gradient.</summary>
    /// <param name="parameters">θ.</param>
    /// <param name="queries">The number of queries: the first rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="loss">ρ.</param>
    /// <param name="seed">Of dropout.</param>
    /// <param name="gradient">Receives ∂L/∂θ.</param>
    /// <param name="run">How it runs.</param>
    public double Evaluate(T[] parameters, int queries, int count, PointLoss loss, ulong seed, T[] gradient, Run run)
    {
        network.Set(parameters, true);
        bool drops = dropout > 0;
        run.ForBlocks(count, Block, (from, to) =>
        {
            if (drops)
            {
                Drop(seed, from, to);
            }

            network.Forward(Rows, from, to, drops);
        });
        double value = pooling.Evaluate(Rows.Output, Target, Weights, queries, count, loss, Rows.Slope, run);
        int share = (((count + Parts - 1) / Parts) + 5) / 6 * 6;
        run.For(Parts, part =>
        {
            gradients[part].AsSpan().Clear();
            int end = Math.Min((part + 1) * share, count);
            for (int from = part * share; from < end; from += Block)
            {
                network.Backward(Rows, from, Math.Min(from + Block, end), drops, gradients[part], desks[part]);
            }
        });
        run.ForBlocks(gradient.Length, 16384, (from, to) =>
        {
            gradients[0].AsSpan(from, to - from).CopyTo(gradient.AsSpan(from));
            for (int part = 1; part < Parts; part++)
            {
                DeepLoops.AddRows<T>(gradients[part].AsSpan(from, to - from), gradient.AsSpan(from, to - from));
            }
        });
        return value;
    }

    /// <summary>Draws the masks of some rows: each inner column stays with probability 1 − dropout and grows by its reciprocal.</summary>
    private void Drop(ulong seed, int from, int to)
    {
        DeepLayout layout = network.Layout;
        uint limit = (uint)Math.Round(dropout * 65536);
        T kept = T.CreateTruncating(1 / (1 - (limit / 65536.0)));
        SplitMix64 random = new(seed + ((ulong)from * 0x9E3779B97F4A7C15UL * 31));
        for (int b = 0; b < layout.Blocks; b++)
        {
            Span<T> mask = Rows.Mask[b].AsSpan(from * layout.Hidden, (to - from) * layout.Hidden);
            for (int j = 0; j < mask.Length; j += 4)
            {
                ulong bits = random.Next();
                mask[j] = (ushort)bits < limit ? T.Zero : kept;
                mask[j + 1] = (ushort)(bits >> 16) < limit ? T.Zero : kept;
                mask[j + 2] = (ushort)(bits >> 32) < limit ? T.Zero : kept;
                mask[j + 3] = (ushort)(bits >> 48) < limit ? T.Zero : kept;
            }
        }
    }
}
