namespace Nadaraya;

/// <summary>The size of an embedding network and how it is trained.</summary>
internal sealed record DeepShape
{
    /// <summary>Columns of the stream that blocks add to; rounded up to a multiple of 16, as are the other widths.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Columns inside a block.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>The number of blocks of two layers.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>Columns of the embedding, p.</summary>
    public int EmbeddingWidth { get; init; } = 32;

    /// <summary>Learned frequencies of each number; 0 for none.</summary>
    public int Frequencies { get; init; } = 16;

    /// <summary>The standard deviation of the frequencies at the start, in turns a standard deviation of the number.</summary>
    public double FrequencyScale { get; init; } = 0.5;

    /// <summary>Columns that the waves of a number come to.</summary>
    public int WaveWidth { get; init; } = 8;

    /// <summary>Columns of the table of a discrete feature.</summary>
    public int LevelWidth { get; init; } = 8;

    /// <summary>The share of a block's inner columns left out at random in a step.</summary>
    public double Dropout { get; init; } = 0.25;

    /// <summary>Rows predicted in a step, each from the others and the keys.</summary>
    public int BatchRows { get; init; } = 1024;

    /// <summary>Further rows that are keys alone in a step.</summary>
    public int KeyRows { get; init; } = 2048;

    /// <summary>The largest step of Adam.</summary>
    public double LearningRate { get; init; } = 0.003;

    /// <summary>How much of the matrices decays, in steps of the learning rate.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>How much of the averaged parameters stays at a step; 0 for no average.</summary>
    public double Averaging { get; init; } = 0.99;

    /// <summary>The share of keys that should count at the start: the effective number of keys over the number of keys.</summary>
    public double StartShare { get; init; } = 0.05;

    /// <summary>The most epochs; the learning rate falls to 0 over them by a cosine.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Epochs without a better validation loss before training ends.</summary>
    public int Patience { get; init; } = 16;

    /// <summary>The share of rows held out for validation.</summary>
    public double HeldOut { get; init; } = 0.12;

    /// <summary>The most rows held out.</summary>
    public int MostHeldOut { get; init; } = 6000;

    /// <summary>What does well for so many rows, found by trying: few rows want more dropout, small steps and slow waves; many want sharper waves and fewer epochs.</summary>
    /// <param name="rows">The number of rows.</param>
    public static DeepShape For(int rows) => rows switch
    {
        < 2000 => new()
        {
            FrequencyScale = 0.1,
            Dropout = 0.5,
            BatchRows = 64,
            LearningRate = 0.0005,
            WeightDecay = 0.3,
            Epochs = 60,
        },
        < 20000 => new() { FrequencyScale = 0.2, BatchRows = 512, KeyRows = 1024, Epochs = 40 },
        _ => new(),
    };
}
