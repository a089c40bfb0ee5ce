namespace Nadaraya;

/// <summary>What a published model stands for, and what it lost: means of cells in place of rows. It is in the model's file as it is here.</summary>
/// <param name="Anonymity">k: how many rows a cell stands for at least; clusters, where rows had any.</param>
/// <param name="Cells">The number of cells; each is a row of the model.</param>
/// <param name="SmallestCell">The smallest number of rows of a cell, frequencies counted; at least k.</param>
/// <param name="Rows">The number of rows of the full model.</param>
/// <param name="RowsLeftOut">How many of them are in no cell: those of weight 0, also where robust iterations left them none.</param>
/// <param name="RowsGeneralised">How many took a level that is not their own, for fewer than k shared all of theirs.</param>
/// <param name="Folds">In how many parts rows were left out to measure the loss; 0 where it could not be measured, for what remained filled no cell.</param>
/// <param name="RowsWithoutPrediction">At how many training rows the full model has a value and the published one has none.</param>
/// <param name="Losses">What accuracy was lost, one a target.</param>
public sealed record Publication(
    int Anonymity,
    int Cells,
    double SmallestCell,
    int Rows,
    int RowsLeftOut,
    int RowsGeneralised,
    int Folds,
    int RowsWithoutPrediction,
    IReadOnlyList<PublicationLoss> Losses);
