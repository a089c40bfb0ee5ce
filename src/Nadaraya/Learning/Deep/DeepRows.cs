using System.Numerics;

namespace Nadaraya;

/// <summary>What a network keeps of a batch of rows between its forward and its backward pass: a row of each matrix a row.</summary>
/// <typeparam name="T">float for speed, double to check gradients.</typeparam>
internal sealed class DeepRows<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Takes the memory.</summary>
    /// <param name="layout">The network's.</param>
    /// <param name="capacity">The most rows.</param>
    public DeepRows(DeepLayout layout, int capacity)
    {
        Capacity = capacity;
        Numbers = new T[capacity * layout.Numbers];
        Levels = new int[capacity * layout.Tables];
        Waves = new T[capacity * layout.Waves * 2 * layout.Frequencies];
        Before = new T[capacity * layout.Waves * layout.WaveWidth];
        Input = new T[capacity * layout.Input];
        Stream = new T[capacity * layout.Width];
        Normal = [.. Enumerable.Range(0, layout.Blocks + 1).Select(_ => new T[capacity * layout.Width])];
        Spread = [.. Enumerable.Range(0, layout.Blocks + 1).Select(_ => new T[capacity])];
        Hidden = [.. Enumerable.Range(0, layout.Blocks).Select(_ => new T[capacity * layout.Hidden])];
        Active = [.. Enumerable.Range(0, layout.Blocks).Select(_ => new T[capacity * layout.Hidden])];
        Mask = [.. Enumerable.Range(0, layout.Blocks).Select(_ => new T[capacity * layout.Hidden])];
        Output = new T[capacity * layout.Output];
        Slope = new T[capacity * layout.Output];
    }

    /// <summary>The most rows.</summary>
    public int Capacity { get; }

    /// <summary>The numbers, standardised.</summary>
    public T[] Numbers { get; }

    /// <summary>The row of each table; −1 for the mean of its rows.</summary>
    public int[] Levels { get; }

    /// <summary>Sines, then cosines, of each number.</summary>
    public T[] Waves { get; }

    /// <summary>What waves come to before the activation.</summary>
    public T[] Before { get; }

    /// <summary>The input of the encoder.</summary>
    public T[] Input { get; }

    /// <summary>The stream after the last block.</summary>
    public T[] Stream { get; }

    /// <summary>The normalised stream before each block and before the output.</summary>
    public T[][] Normal { get; }

    /// <summary>What it was multiplied by to normalise it.</summary>
    public T[][] Spread { get; }

    /// <summary>Inside each block, before the activation.</summary>
    public T[][] Hidden { get; }

    /// <summary>The same after activation and dropout.</summary>
    public T[][] Active { get; }

    /// <summary>What dropout multiplies by.</summary>
    public T[][] Mask { get; }

    /// <summary>φ.</summary>
    public T[] Output { get; }

    /// <summary>∂L/∂φ.</summary>
    public T[] Slope { get; }
}
