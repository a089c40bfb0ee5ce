namespace Nadaraya;

public sealed partial record ChartText
{
    /// <summary>English.</summary>
    public static ChartText English { get; } = new()
    {
        Language = Language.English,
        Data = "Data",
        FittedCurve = "Fitted curve",
        Truth = "Truth",
        Band = "Band",
        RowsPerCell = "Rows per cell",
        AttentionWeight = "Attention weight",
        SortedTrainingInputs = "Sorted training inputs",
        SortedTestingInputs = "Sorted testing inputs",
        Key = "Key",
        Query = "Query",
        Loss = "Loss",
        Epoch = "Epoch",
        TrainingSteps = "Training steps",
        Optimum = "Optimum",
        Bandwidth = "Bandwidth",
        LeaveOneOutCriterion = "Leave-one-out criterion",
        LocalMinimum = "Local minimum",
        Chosen = "Chosen",
        FittedValue = "Fitted value",
        LeaveOneOutPrediction = "Leave-one-out prediction",
        Residual = "Residual",
        FitDescription = "{y} against {x}: {n} rows and the curve fitted to them.",
        HeatMapDescription = "Heat map of attention weights: {rows} rows of queries by {columns} columns of keys.",
        LossDescription = "The loss as a curve over {x}, with {n} numbered training steps on it.",
        EpochLossDescription = "The loss by epoch, {n} epochs.",
        SliderDescription = "A slider through {n} epochs: the curve, the loss and the attention heat map of each.",
        ProfileDescription = "The leave-one-out criterion along {x}; chosen: {chosen}.",
        ResidualDescription = "Residuals of {n} rows against {x}, with a line at zero.",
        SurfaceDescription = "{v} as colour over {x} and {y}, with the rows as points",
        LineDescription = "{y} against {x}: {names}.",
        ThemeButton = "Light / dark",
        SaveButton = "Save as {kind}",
        Warning = "Warning:",
        NoScript = "This chart is drawn by a script inside this file; allow scripts to see it.",
        Footer = "Written by Nadaraya. This file needs no network.",
    };
}
