using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>φ: from the numbers and levels of rows to their embeddings. Rows do not know of each other, so that one alone has the same bits as in any batch.</summary>
/// <remarks>
/// Each number x̂ becomes sin and cos of 2πcₖx̂ with learned cₖ, a product with a matrix of its own and the unit u·σ(u); each level a row of a table. The input e is all of
/// these and the numbers themselves. h₀ = e·E + b; a block adds to it: h ← h + (u·σ(u) of N(h)·A + a)·B + b, N the normalisation of a row; φ = N(h)·O.
/// </remarks>
/// <typeparam name="T">float for speed, double to check gradients.</typeparam>
internal sealed class DeepNetwork<T>(DeepLayout layout)
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly DeepMatrices<T> matrices = new(layout);
    private readonly DeepMatrices<T> transposes = new(layout);
    private T[] parameters = [];

    /// <summary>Where parameters stand.</summary>
    public DeepLayout Layout => layout;

    /// <summary>Takes the parameters of the next passes.</summary>
    /// <param name="values">They stay as they are until the passes are over.</param>
    /// <param name="backward">Whether a backward pass follows.</param>
    public void Set(T[] values, bool backward)
    {
        parameters = values;
        matrices.Fill(values, false);
        if (backward)
        {
            transposes.Fill(values, true);
        }
    }

    /// <summary>φ of the rows from … to − 1.</summary>
    /// <param name="rows">Holds their numbers and levels, and masks where there is dropout.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="dropout">Whether the masks apply.</param>
    public void Forward(DeepRows<T> rows, int from, int to, bool dropout)
    {
        int count = to - from;
        int width = layout.Width;
        EncodeWaves(rows, from, count);
        EncodeRest(rows, from, to);
        Span<T> stream = rows.Stream.AsSpan(from * width, count * width);
        DeepLoops.Repeat(parameters.AsSpan(layout.EncoderBiasAt, width), stream);
        matrices.Encoder.Multiply(rows.Input.AsSpan(from * layout.Input), layout.Input, 1, count, stream, width, true);
        for (int b = 0; b < layout.Blocks; b++)
        {
            Span<T> normal = rows.Normal[b].AsSpan(from * width, count * width);
            DeepLoops.Normalise(stream, width, normal, rows.Spread[b].AsSpan(from, count));
            Span<T> hidden = rows.Hidden[b].AsSpan(from * layout.Hidden, count * layout.Hidden);
            DeepLoops.Repeat(parameters.AsSpan(layout.FirstBiasAt(b), layout.Hidden), hidden);
            matrices.First[b].Multiply(normal, width, 1, count, hidden, layout.Hidden, true);
            Span<T> active = rows.Active[b].AsSpan(from * layout.Hidden, hidden.Length);
            DeepLoops.Activate(hidden, dropout ? rows.Mask[b].AsSpan(from * layout.Hidden, hidden.Length) : [], active);
            matrices.Second[b].Multiply(active, layout.Hidden, 1, count, stream, width, true);
            Span<T> bias = parameters.AsSpan(layout.SecondBiasAt(b), width);
            AddToRows(bias, stream);
        }

        Span<T> last = rows.Normal[layout.Blocks].AsSpan(from * width, count * width);
        DeepLoops.Normalise(stream, width, last, rows.Spread[layout.Blocks].AsSpan(from, count));
        matrices.Output.Multiply(last, width, 1, count, rows.Output.AsSpan(from * layout.Output), layout.Output);
    }

    /// <summary>Adds ∂L/∂θ of the rows from … to − 1, by ∂L/∂φ of these rows.</summary>
    /// <param name="rows">As the forward pass left them, with the slopes in φ.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="dropout">Whether the masks apply.</param>
    /// <param name="gradient">Receives the sums.</param>
    /// <param name="desk">Memory of this thread alone.</param>
    public void Backward(DeepRows<T> rows, int from, int to, bool dropout, Span<T> gradient, DeepDesk<T> desk)
    {
        int count = to - from;
        int width = layout.Width;
        desk.Take(layout, count);
        Span<T> stream = desk.Stream.AsSpan(0, count * width);
        Span<T> inner = desk.Normal.AsSpan(0, count * width);
        Span<T> hidden = desk.Hidden.AsSpan(0, count * layout.Hidden);
        ReadOnlySpan<T> slope = rows.Slope.AsSpan(from * layout.Output, count * layout.Output);
        ReadOnlySpan<T> last = rows.Normal[layout.Blocks].AsSpan(from * width, count * width);
        desk.AddProduct(last, width, slope, layout.Output, count, gradient[layout.OutputAt..]);
        transposes.Output.Multiply(slope, layout.Output, 1, count, inner, width);
        stream.Clear();
        DeepLoops.NormaliseSlope(inner, last, rows.Spread[layout.Blocks].AsSpan(from, count), width, stream);
        for (int b = layout.Blocks - 1; b >= 0; b--)
        {
            int start = from * layout.Hidden;
            DeepLoops.AddRows(stream, gradient.Slice(layout.SecondBiasAt(b), width));
            desk.AddProduct(rows.Active[b].AsSpan(start, hidden.Length), layout.Hidden, stream, width, count, gradient[layout.SecondAt(b)..]);
            transposes.Second[b].Multiply(stream, width, 1, count, hidden, layout.Hidden);
            DeepLoops.ActivateSlope(rows.Hidden[b].AsSpan(start, hidden.Length), dropout ? rows.Mask[b].AsSpan(start, hidden.Length) : [], hidden);
            DeepLoops.AddRows(hidden, gradient.Slice(layout.FirstBiasAt(b), layout.Hidden));
            ReadOnlySpan<T> normal = rows.Normal[b].AsSpan(from * width, count * width);
            desk.AddProduct(normal, width, hidden, layout.Hidden, count, gradient[layout.BlockAt[b]..]);
            transposes.First[b].Multiply(hidden, layout.Hidden, 1, count, inner, width);
            DeepLoops.NormaliseSlope(inner, normal, rows.Spread[b].AsSpan(from, count), width, stream);
        }

        DeepLoops.AddRows(stream, gradient.Slice(layout.EncoderBiasAt, width));
        desk.AddProduct(rows.Input.AsSpan(from * layout.Input), layout.Input, stream, width, count, gradient[layout.EncoderAt..]);
        Span<T> input = desk.Input.AsSpan(0, count * layout.Input);
        transposes.Encoder.Multiply(stream, width, 1, count, input, layout.Input);
        BackTables(rows, from, input, gradient);
        BackWaves(rows, from, count, input, gradient, desk);
    }

    private static void AddToRows(ReadOnlySpan<T> bias, Span<T> rows)
    {
        ReadOnlySpan<Vector256<T>> row = MemoryMarshal.Cast<T, Vector256<T>>(bias);
        Span<Vector256<T>> all = MemoryMarshal.Cast<T, Vector256<T>>(rows);
        for (int at = 0; at < all.Length; at += row.Length)
        {
            Span<Vector256<T>> one = all.Slice(at, row.Length);
            for (int j = 0; j < one.Length; j++)
            {
                one[j] += row[j];
            }
        }
    }

    private void EncodeWaves(DeepRows<T> rows, int from, int count)
    {
        (int waves, int frequencies, int each) = (layout.Waves, layout.Frequencies, layout.WaveWidth);
        int across = waves * 2 * frequencies;
        for (int i = from; i < from + count; i++)
        {
            for (int f = 0; f < waves; f++)
            {
                Vector256<T> x = Vector256.Create(rows.Numbers[(i * layout.Numbers) + f]);
                ReadOnlySpan<Vector256<T>> c = MemoryMarshal.Cast<T, Vector256<T>>(parameters.AsSpan(layout.FrequencyAt + (f * frequencies), frequencies));
                Span<Vector256<T>> to = MemoryMarshal.Cast<T, Vector256<T>>(rows.Waves.AsSpan((i * across) + (f * 2 * frequencies), 2 * frequencies));
                for (int k = 0; k < c.Length; k++)
                {
                    (to[k], to[c.Length + k]) = SmoothMath.OfTurns(c[k] * x);
                }
            }
        }

        Span<T> before = rows.Before.AsSpan(from * waves * each, count * waves * each);
        if (waves == 0)
        {
            return;
        }

        DeepLoops.Repeat(parameters.AsSpan(layout.WaveBiasAt, waves * each), before);
        for (int f = 0; f < waves; f++)
        {
            matrices.Waves[f].Multiply(
                rows.Waves.AsSpan((from * across) + (f * 2 * frequencies)), across, 1, count, before[(f * each)..], waves * each, true);
        }
    }

    private void EncodeRest(DeepRows<T> rows, int from, int to)
    {
        int waved = layout.Waves * layout.WaveWidth;
        for (int i = from; i < to; i++)
        {
            Span<T> input = rows.Input.AsSpan(i * layout.Input, layout.Input);
            DeepLoops.Activate(rows.Before.AsSpan(i * waved, waved), default, input[..waved]);
            rows.Numbers.AsSpan(i * layout.Numbers, layout.Numbers).CopyTo(input[waved..]);
            Span<T> tables = input[(waved + layout.Numbers)..];
            for (int t = 0; t < layout.Tables; t++, tables = tables[layout.LevelWidth..])
            {
                int level = rows.Levels[(i * layout.Tables) + t];
                parameters.AsSpan(layout.TableAt[t] + (level * layout.LevelWidth), layout.LevelWidth).CopyTo(tables);
            }

            tables.Clear();
        }
    }

    private void BackTables(DeepRows<T> rows, int from, ReadOnlySpan<T> input, Span<T> gradient)
    {
        int start = (layout.Waves * layout.WaveWidth) + layout.Numbers;
        for (int i = 0; (i + 1) * layout.Input <= input.Length; i++)
        {
            for (int t = 0; t < layout.Tables; t++)
            {
                int level = rows.Levels[((from + i) * layout.Tables) + t];
                ReadOnlySpan<T> slope = input.Slice((i * layout.Input) + start + (t * layout.LevelWidth), layout.LevelWidth);
                Span<T> to = gradient.Slice(layout.TableAt[t] + (level * layout.LevelWidth), layout.LevelWidth);
                for (int j = 0; j < slope.Length; j++)
                {
                    to[j] += slope[j];
                }
            }
        }
    }

    private void BackWaves(DeepRows<T> rows, int from, int count, ReadOnlySpan<T> input, Span<T> gradient, DeepDesk<T> desk)
    {
        (int waves, int frequencies, int each) = (layout.Waves, layout.Frequencies, layout.WaveWidth);
        if (waves == 0)
        {
            return;
        }

        Span<T> before = desk.Before.AsSpan(0, count * waves * each);
        for (int i = 0; i < count; i++)
        {
            input.Slice(i * layout.Input, waves * each).CopyTo(before[(i * waves * each)..]);
        }

        DeepLoops.ActivateSlope(rows.Before.AsSpan(from * waves * each, before.Length), default, before);
        DeepLoops.AddRows(before, gradient.Slice(layout.WaveBiasAt, waves * each));
        int across = waves * 2 * frequencies;
        for (int f = 0; f < waves; f++)
        {
            ReadOnlySpan<T> sines = rows.Waves.AsSpan((from * across) + (f * 2 * frequencies));
            desk.AddProduct(sines, across, before[(f * each)..], waves * each, count, gradient[(layout.WaveAt + (f * 2 * frequencies * each))..], 2 * frequencies, each);
            Span<T> slope = desk.Waves.AsSpan(0, count * 2 * frequencies);
            transposes.Waves[f].Multiply(before[(f * each)..], waves * each, 1, count, slope, 2 * frequencies);
            Span<Vector256<T>> to = MemoryMarshal.Cast<T, Vector256<T>>(gradient.Slice(layout.FrequencyAt + (f * frequencies), frequencies));
            for (int i = 0; i < count; i++)
            {
                Vector256<T> turn = Vector256.Create(rows.Numbers[((from + i) * layout.Numbers) + f] * T.CreateTruncating(2 * Math.PI));
                ReadOnlySpan<Vector256<T>> wave = MemoryMarshal.Cast<T, Vector256<T>>(sines.Slice(i * across, 2 * frequencies));
                ReadOnlySpan<Vector256<T>> s = MemoryMarshal.Cast<T, Vector256<T>>(slope.Slice(i * 2 * frequencies, 2 * frequencies));
                for (int k = 0; k < to.Length; k++)
                {
                    to[k] += turn * ((s[k] * wave[to.Length + k]) - (s[to.Length + k] * wave[k]));
                }
            }
        }
    }
}
