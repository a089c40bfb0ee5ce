namespace Nadaraya.Cli;

/// <summary>What a learned score is, whether it is better than bandwidths, how it was trained, and what it looks at.</summary>
internal sealed class LearningSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int MostParameters = 16;
    private const double Alike = 1e-6; // of the loss: two ways to the same bandwidth

    /// <summary>Adds the section; nothing where nothing was learned.</summary>
    public void AddTo(HtmlReport page)
    {
        if (model.Learned is not LearnedScore learned)
        {
            return;
        }

        _ = page.Section(text.Learning).Paragraph(ModelReport.Fill(text.LearningIntroduction, learned.Score.Name, Meaning(learned.Score)));
        if (learned.Collapsed)
        {
            _ = page.Warning(ModelReport.Fill(text.CollapsedWarning, Human.Number(learned.MedianEffectiveSampleSize)));
        }

        _ = page.Table(Comparison(learned)).Paragraph(Verdict(learned.Nested)).Table(Training(learned));
        LearningPictures pictures = new(model, learned, text, words, cancellation);
        pictures.AddTraining(page);
        pictures.AddMetric(page);
        Bandwidths(page, learned);
        Parameters(page, learned);
        pictures.AddAttention(page);
    }

    /// <summary>The cards that stand for bandwidths at the top of the page.</summary>
    public IEnumerable<KeyFigure> Cards()
    {
        if (model.Learned is not LearnedScore learned)
        {
            yield break;
        }

        yield return new(text.LearnedCard, learned.Score.Name, learned.Optimizer.ToString().ToLowerInvariant());
        if (learned.Nested is NestedComparison nested)
        {
            yield return new(text.UnseenCard, Human.Number(nested.Rmse), ModelReport.Fill(text.BandwidthsDo, Human.Number(nested.BaselineRmse)));
        }
    }

    private string Meaning(LearnableScore score) => score.Kind switch
    {
        "scale" => text.ScaleScore,
        "diagonal" => text.DiagonalScore,
        "full" => text.FullScore,
        "low-rank" => ModelReport.Fill(text.LowRankScore, score.Size),
        "dot" => text.DotScore,
        "additive" => text.AdditiveScore,
        "local" => text.LocalScore,
        "heads" => ModelReport.Fill(text.HeadsScore, score.Size),
        "deep" => text.DeepScore,
        _ => text.OwnScore,
    };

    private ReportTable Comparison(LearnedScore learned)
    {
        List<string[]> rows = [[text.TrainedOnRmse, Human.Number(learned.LeaveOneOutRmse), Human.Number(learned.BaselineLeaveOneOutRmse)]];
        if (learned.Nested is NestedComparison nested)
        {
            string name = nested.Folds == 1 ? ModelReport.Fill(text.UnseenSplitRmse, nested.Rows) : ModelReport.Fill(text.UnseenRmse, nested.Folds, nested.Rows);
            rows.Add([name, Human.Number(nested.Rmse), Human.Number(nested.BaselineRmse)]);
            if (learned.Loss != TrainingLoss.Squared)
            {
                rows.Add([ModelReport.Fill(text.UnseenLoss, learned.Loss.Name), Human.Number(nested.MeanLoss), Human.Number(nested.BaselineMeanLoss)]);
            }
        }

        return new() { Caption = text.LearnedAgainst, Columns = [new(string.Empty), new(text.LearnedColumn, true), new(text.BandwidthColumn, true)], Rows = rows };
    }

    private string Verdict(NestedComparison? nested)
    {
        if (nested is null)
        {
            return text.NotNested;
        }

        double gain = nested.BaselineMeanLoss - nested.MeanLoss;
        if (Math.Abs(gain) <= Alike * nested.BaselineMeanLoss)
        {
            return text.AlikeUnseen;
        }

        string verdict = nested.IsClear ? text.ClearlyBetter : nested.IsBetter ? text.PerhapsBetter : text.NotBetter;
        return ModelReport.Fill(verdict, Human.Number(Math.Abs(gain)), Human.Number(nested.StandardError));
    }

    private ReportTable Training(LearnedScore learned)
    {
        string why = learned.Stopped switch
        {
            TrainingStop.Converged => text.StopConverged,
            TrainingStop.Patience => text.StopPatience,
            TrainingStop.Time => text.StopTime,
            _ => text.StopEpochs,
        };
        int starts = learned.Epochs.Select(e => e.Start).DefaultIfEmpty(1).Max();
        return new()
        {
            Caption = text.HowTrained,
            Columns = [new(string.Empty), new(string.Empty)],
            Rows =
            [
                [words.Loss, learned.Loss.Name],
                [text.Optimiser, learned.Optimizer.ToString().ToLowerInvariant()],
                [text.Starts, NumberText.Format(starts)],
                [text.Epochs, NumberText.Format(learned.Epochs.Count)],
                [text.ChosenEpoch, learned.BestEpoch == 0 ? text.StartItself : NumberText.Format(learned.BestEpoch)],
                [text.StoppedBecause, why],
                [text.TypicalSize, Human.Number(learned.MedianEffectiveSampleSize)],
            ],
        };
    }

    /// <summary>The bandwidths beside those without learning; of a map the step along each feature that counts as one.</summary>
    private void Bandwidths(HtmlReport page, LearnedScore learned)
    {
        if (model.Features.All(f => f.Bandwidth is null))
        {
            return;
        }

        bool mapped = learned.Score.Kind is not ("scale" or "diagonal");
        _ = page.Table(new()
        {
            Caption = mapped ? text.ReachCaption : null,
            Columns = [new(text.Feature), new(mapped ? text.Reach : text.LearnedBandwidth, true), new(text.BaselineBandwidth, true), new(text.Range, true)],
            Rows =
            [
                .. model.Features.Select((f, j) => (string[])
                [
                    f.Name,
                    mapped ? Human.Number(f.Type.Kind == FeatureKind.Unordered ? null : f.Bandwidth) : Human.Bandwidth(f, model.Options),
                    Human.Bandwidth(f with { Bandwidth = learned.BaselineBandwidths[j] }, model.Options),
                    f.Type.IsDiscrete ? ModelReport.Fill(text.Levels, f.Type.Levels.Count) : $"{Human.Number(f.Lowest)} … {Human.Number(f.Highest)}",
                ]),
            ],
        });
    }

    private void Parameters(HtmlReport page, LearnedScore learned)
    {
        if (learned.ParameterNames.Count is > 0 and <= MostParameters)
        {
            bool started = learned.StartParameters.Count == learned.Parameters.Count;
            _ = page.Table(new()
            {
                Caption = text.ParameterCaption,
                Columns = [new(text.Parameter), new(text.AtStart, true), new(text.AtEnd, true)],
                Rows = [.. learned.ParameterNames.Select((name, k) => (string[])[name, Human.Number(started ? learned.StartParameters[k] : null), Human.Number(learned.Parameters[k])])],
            });
        }

        if (learned.HeadWeights.Count > 0)
        {
            _ = page.Table(new()
            {
                Caption = text.HeadCaption,
                Columns = [new(text.Head), new(text.Weight, true)],
                Rows = [.. learned.HeadWeights.Select((w, k) => (string[])[NumberText.Format(k + 1), Human.Number(w)])],
            });
        }
    }
}
