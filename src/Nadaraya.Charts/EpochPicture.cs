namespace Nadaraya;

/// <summary>What one epoch of training looked like.</summary>
public sealed record EpochPicture
{
    /// <summary>The epoch's number; 0 is before training.</summary>
    public required int Epoch { get; init; }

    /// <summary>The loss after this epoch.</summary>
    public required double Loss { get; init; }

    /// <summary>The learned parameter after this epoch, where it is one number.</summary>
    public double? Parameter { get; init; }

    /// <summary>The predictions after this epoch at the slider's <see cref="EpochSlider.CurveX"/>.</summary>
    public required IReadOnlyList<double> Curve { get; init; }

    /// <summary>The attention weights after this epoch; of one size in all epochs.</summary>
    public required AttentionGrid Attention { get; init; }
}
