namespace Nadaraya;

/// <summary>Where each parameter of an embedding network stands in one array, so that a step, an average and a file are loops over it.</summary>
/// <remarks>
/// Columns of the network's input: the waves of each number, activated; the numbers as they are; the tables' rows; zeros to a multiple of sixteen. Matrices stand row by
/// row, from inputs to outputs.
/// </remarks>
internal sealed class DeepLayout
{
    /// <summary>Widths are multiples of it, so that vectors fit.</summary>
    public const int Pad = 16;

    /// <summary>Lays out the parameters.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="waves">The number of numbers that get waves: the first ones.</param>
    /// <param name="numbers">The number of numbers.</param>
    /// <param name="levels">The number of levels of each table.</param>
    public DeepLayout(DeepShape shape, int waves, int numbers, IReadOnlyList<int> levels)
    {
        (Waves, Numbers) = (shape.Frequencies > 0 ? waves : 0, numbers);
        Frequencies = Padded(shape.Frequencies);
        WaveWidth = (shape.WaveWidth + 7) / 8 * 8;
        (Width, Hidden, Blocks) = (Padded(shape.Width), Padded(shape.Hidden), shape.Blocks);
        (EmbeddingWidth, Output) = (shape.EmbeddingWidth, Padded(shape.EmbeddingWidth));
        LevelWidth = shape.LevelWidth;
        Tables = levels.Count;
        int count = 0;
        int Take(int length) => (count += length) - length;
        FrequencyAt = Take(Waves * Frequencies);
        WaveAt = Take(Waves * 2 * Frequencies * WaveWidth);
        WaveBiasAt = Take(Waves * WaveWidth);
        TableAt = [.. levels.Select(l => Take(l * LevelWidth))];
        TableEnd = count;
        count = Padded(count);
        Used = (Waves * WaveWidth) + Numbers + (Tables * LevelWidth);
        Input = Padded(Used);
        EncoderAt = Take(Input * Width);
        EncoderBiasAt = Take(Width);
        BlockAt = [.. Enumerable.Range(0, Blocks).Select(_ => Take((2 * Width * Hidden) + Hidden + Width))];
        OutputAt = Take(Width * Output);
        Count = count;
    }

    /// <summary>The number of numbers with waves.</summary>
    public int Waves { get; }

    /// <summary>The number of numbers.</summary>
    public int Numbers { get; }

    /// <summary>The number of tables.</summary>
    public int Tables { get; }

    /// <summary>Frequencies a number.</summary>
    public int Frequencies { get; }

    /// <summary>Columns that a number's waves come to.</summary>
    public int WaveWidth { get; }

    /// <summary>Columns of a table.</summary>
    public int LevelWidth { get; }

    /// <summary>Columns of the input that something stands in.</summary>
    public int Used { get; }

    /// <summary>Columns of the input.</summary>
    public int Input { get; }

    /// <summary>Columns of the stream that blocks add to.</summary>
    public int Width { get; }

    /// <summary>Columns inside a block.</summary>
    public int Hidden { get; }

    /// <summary>The number of blocks.</summary>
    public int Blocks { get; }

    /// <summary>Columns of the embedding, p.</summary>
    public int EmbeddingWidth { get; }

    /// <summary>The same padded; the columns beyond p are zero.</summary>
    public int Output { get; }

    /// <summary>Frequencies, a number's after another's.</summary>
    public int FrequencyAt { get; }

    /// <summary>For each number a matrix from its sines and cosines.</summary>
    public int WaveAt { get; }

    /// <summary>What is added to their products.</summary>
    public int WaveBiasAt { get; }

    /// <summary>The rows of each table.</summary>
    public int[] TableAt { get; }

    /// <summary>Behind the last table.</summary>
    public int TableEnd { get; }

    /// <summary>The matrix from the input to the stream.</summary>
    public int EncoderAt { get; }

    /// <summary>What is added to its product.</summary>
    public int EncoderBiasAt { get; }

    /// <summary>For each block: its first matrix, what is added, its second matrix, what is added.</summary>
    public int[] BlockAt { get; }

    /// <summary>The matrix to the embedding.</summary>
    public int OutputAt { get; }

    /// <summary>The number of parameters.</summary>
    public int Count { get; }

    /// <summary>What the first matrix of a block adds.</summary>
    public int FirstBiasAt(int block) => BlockAt[block] + (Width * Hidden);

    /// <summary>The second matrix of a block.</summary>
    public int SecondAt(int block) => FirstBiasAt(block) + Hidden;

    /// <summary>What the second matrix of a block adds.</summary>
    public int SecondBiasAt(int block) => SecondAt(block) + (Width * Hidden);

    /// <summary>Where parameters are shrunk by weight decay: the matrices, from start to end.</summary>
    public IEnumerable<(int From, int To)> Matrices()
    {
        yield return (WaveAt, WaveBiasAt);
        yield return (EncoderAt, EncoderBiasAt);
        for (int b = 0; b < Blocks; b++)
        {
            yield return (BlockAt[b], FirstBiasAt(b));
            yield return (SecondAt(b), SecondBiasAt(b));
        }

        yield return (OutputAt, Count);
    }

    private static int Padded(int width) => (width + Pad - 1) / Pad * Pad;
}
