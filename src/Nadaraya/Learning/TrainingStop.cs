namespace Nadaraya;

/// <summary>Why training ended.</summary>
public enum TrainingStop
{
    /// <summary>All epochs were made.</summary>
    Epochs,

    /// <summary>A step no longer lowered the loss by anything that counts.</summary>
    Converged,

    /// <summary>The rows held out were predicted no better for a number of epochs.</summary>
    Patience,

    /// <summary>The time limit was reached; the best so far is used.</summary>
    Time,
}
