using System.Diagnostics;
using Nadaraya.Engines;
using Nadaraya.Internals;

namespace Nadaraya;

/// <content>Models to give away: means of cells in place of rows.</content>
public sealed partial class KernelRegression
{
    /// <summary>What a published model stands for and what it lost; null where the model contains its training rows.</summary>
    public Publication? Publication => Result.Publication;

    /// <summary>Whether the training rows are in the model, and so in its file; means of cells are in a published one.</summary>
    public bool ContainsTrainingRows => Publication is null;

    /// <summary>Makes a model that holds no training row: means of cells of at least k rows, at the same kernels, estimator and bandwidths; and measures what that loses.</summary>
    /// <remarks>
    /// <para>
    /// Rows are parted by their levels; a profile of fewer than k rows takes the levels of the most similar one. Within a profile cells are halved along the feature that is widest in
    /// bandwidths, at the median, without parting equal values, until no half would have k rows. A cell becomes one row: weighted means of its numbers (on a circle the mean direction)
    /// and targets, its levels, and its total weight. Ids, row numbers, clusters, residuals, statistics, the search and levels that no cell has are dropped. With nearest or adaptive
    /// bandwidths k rows become the number of cells that hold as many.
    /// </para>
    /// <para>
    /// The total weight and the weighted mean of every target stay as they are. Equal input and options give equal bits. Effective sample sizes count a cell as the rows that it stands
    /// for. Means of few rows are no proof of privacy (docs/privacy.md): outliers, differences between two published models and cells of one and the same value still tell.
    /// The loss is measured out of sample at the same bandwidths. Cost: cells O(d n log² n), and folds + 1 predictions of all rows by both models.
    /// Sources: LeFevre, DeWitt &amp; Ramakrishnan (2006); Domingo-Ferrer &amp; Mateo-Sanz (2002).
    /// </para>
    /// </remarks>
    /// <param name="options">Options; null for cells of five rows.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">Fewer rows, or clusters, than a cell needs; or a model that is published already.</exception>
    public PublishResult Publish(PublishOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (Publication is not null)
        {
            throw Published("a published model");
        }

        CheckBandwidths("published form");
        options ??= new();
        using Activity? activity = Telemetry.Source.StartActivity("publish");
        activity?.SetTag("rows", Data.Rows);
        Reduction reduction = new(Result, options.Anonymity);
        options.Check(reduction.People, Data.ClusterName);
        FitResult cells = reduction.Fit(cancellation);
        PublicationMeasure measure = new(Result, options, new Run(Options.Threads, cancellation, progress));
        PublicationLoss[] losses = measure.Of(cells, reduction.NewLevels);
        Publication publication = new(
            options.Anonymity,
            cells.Data.Rows,
            reduction.SmallestCell,
            Data.Rows,
            Data.Rows - reduction.RowsUsed,
            reduction.RowsGeneralised,
            measure.Folds,
            measure.RowsWithoutPrediction,
            losses);
        return new(new(cells with { Publication = publication }), measure.Largest);
    }

    /// <summary>The refusal of what only a model with its rows can tell.</summary>
    private DataException Published(string what) => new(
        $"The model is published: it holds {Human(Publication!.Cells)} in place of its rows, and these can't tell {what}: expected a model that contains its rows; ask the full one.");

    private static string Human(int cells) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cells} {(cells == 1 ? "cell" : "cells")}");
}
