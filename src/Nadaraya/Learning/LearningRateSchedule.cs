namespace Nadaraya;

/// <summary>How the learning rate changes over the epochs.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls to nothing along half a cosine. Source: Loshchilov &amp; Hutter (2017).</summary>
    Cosine,

    /// <summary>It is halved five times, at even distances.</summary>
    Step,
}
