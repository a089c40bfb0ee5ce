using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli;

/// <summary>A learned score in words and as JSON.</summary>
internal static class LearningText
{
    private const int MostNamed = 12;
    private const int MostPerEpoch = 16; // parameters that JSON gives for every epoch

    /// <summary>Lines for a person: label and text.</summary>
    public static IEnumerable<(string Label, string Text)> Lines(LearnedScore score)
    {
        string epochs = Human.Count(score.Epochs.Count, "epoch");
        string loss = score.Loss.Kind == TrainingLoss.Squared.Kind ? string.Empty : $", {score.Loss.Name} loss";
        yield return ("Score learned", $"{score.Score.Name} by {Word(score.Optimizer)}{loss}: {epochs}, best {NumberText.Format(score.BestEpoch)}, {Word(score.Stopped)}");
        if (score.Parameters.Count is > 0 and <= MostNamed)
        {
            yield return ("Parameters", string.Join(", ", score.ParameterNames.Zip(score.Parameters, (name, value) => $"{OneLine.Of(name)} {Human.Number(value)}")));
        }

        if (score.Importance.Count > 1)
        {
            yield return ("What matters", string.Join(", ", score.Coordinates.Zip(score.Importance).OrderByDescending(p => p.Second).Take(MostNamed).Where(p => p.Second >= 0.005)
                .Select(p => $"{OneLine.Of(p.First)} {(p.Second * 100).ToString("F0", CultureInfo.InvariantCulture)} %")));
        }

        if (score.HeadWeights.Count > 0)
        {
            yield return ("Heads' weights", string.Join(", ", score.HeadWeights.Select(w => Human.Number(w))));
        }

        yield return ("Without learning", $"leave-one-out RMSE {Human.Number(score.BaselineLeaveOneOutRmse)}, against {Human.Number(score.LeaveOneOutRmse)} (both saw these rows)");
        yield return ("On rows unseen", Nested(score.Nested));
    }

    /// <summary>The comparison on rows that neither has seen.</summary>
    public static string Nested(NestedComparison? nested)
    {
        if (nested is null)
        {
            return "not compared (--nested)";
        }

        string how = nested.Folds == 1 ? $"one split, {Human.Count(nested.Rows, "row")}" : $"{NumberText.Format(nested.Folds)} folds";
        string verdict = nested.IsClear ? "better by more than two standard errors" : nested.IsBetter ? "better, by less than two standard errors" : nested.IsSame ? "the same" : "not better";
        return $"RMSE {Human.Number(nested.Rmse)} against {Human.Number(nested.BaselineRmse)} of bandwidths ({how}): {verdict}";
    }

    /// <summary>The key <c>learning</c>.</summary>
    public static void Write(Utf8JsonWriter json, KernelRegression model)
    {
        if (model.Learned is not LearnedScore score)
        {
            return;
        }

        json.Object("learning", () =>
        {
            json.WriteString("score", score.Score.Name);
            json.WriteString("loss", score.Loss.Name);
            json.WriteString("optimizer", Word(score.Optimizer));
            json.WriteNumber("bestEpoch", score.BestEpoch);
            json.WriteString("stopped", Word(score.Stopped));
            json.Array("parameters", score.ParameterNames.Zip(score.Parameters), p => json.Object(null, () =>
            {
                json.WriteString("name", p.First);
                json.Number("value", p.Second);
            }));
            json.Array("importance", score.Coordinates.Zip(score.Importance), p => json.Object(null, () =>
            {
                json.WriteString("coordinate", p.First);
                json.Number("share", p.Second);
            }));
            if (score.HeadWeights.Count > 0)
            {
                json.Array("headWeights", score.HeadWeights, json.WriteNumberValue);
            }

            json.Number("leaveOneOutRmse", score.LeaveOneOutRmse);
            json.Object("baseline", () =>
            {
                json.Number("leaveOneOutRmse", score.BaselineLeaveOneOutRmse);
                json.Array("bandwidths", model.Features.Zip(score.BaselineBandwidths), p => json.Object(null, () =>
                {
                    json.WriteString("name", p.First.Name);
                    json.Number("bandwidth", p.Second);
                }));
            });
            Nested(json, score.Nested);
            json.Number("medianEffectiveSampleSize", score.MedianEffectiveSampleSize);
            json.WriteBoolean("collapsed", score.Collapsed);
            json.Array("epochs", score.Epochs, epoch => json.Object(null, () => Epoch(json, epoch)));
        });
    }

    /// <summary>lbfgs, sgd or adam.</summary>
    public static string Word(Optimizer optimizer) => optimizer switch
    {
        Optimizer.Sgd => "sgd",
        Optimizer.Adam => "adam",
        _ => "lbfgs",
    };

    /// <summary>Why it ended, in a word.</summary>
    public static string Word(TrainingStop stop) => stop switch
    {
        TrainingStop.Converged => "converged",
        TrainingStop.Patience => "patience",
        TrainingStop.Time => "time",
        _ => "epochs",
    };

    private static void Nested(Utf8JsonWriter json, NestedComparison? nested)
    {
        if (nested is null)
        {
            json.WriteNull("nested");
            return;
        }

        json.Object("nested", () =>
        {
            json.WriteNumber("folds", nested.Folds);
            json.WriteNumber("rows", nested.Rows);
            json.Number("rmse", nested.Rmse);
            json.Number("baselineRmse", nested.BaselineRmse);
            json.Number("meanLoss", nested.MeanLoss);
            json.Number("baselineMeanLoss", nested.BaselineMeanLoss);
            json.Number("standardError", nested.StandardError);
            json.WriteBoolean("better", nested.IsBetter);
        });
    }

    private static void Epoch(Utf8JsonWriter json, TrainingEpoch epoch)
    {
        json.WriteNumber("epoch", epoch.Number);
        json.WriteNumber("start", epoch.Start);
        json.Number("loss", epoch.Loss);
        json.Number("heldOutLoss", epoch.HeldOutLoss);
        json.Number("learningRate", epoch.LearningRate);
        if (epoch.Parameters is { Count: <= MostPerEpoch } parameters)
        {
            json.Array("parameters", parameters, json.WriteNumberValue);
        }
    }
}
