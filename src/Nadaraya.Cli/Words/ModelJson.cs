using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli;

/// <summary>A model as JSON: the keys of <c>fit --json</c>, which only grow, and those that <c>info --json</c> adds.</summary>
internal static class ModelJson
{
    /// <summary>What <c>fit --json</c> prints.</summary>
    public static byte[] OfFit(KernelRegression model, FitFacts facts) =>
        JsonText.Object(json => Write(json, model, facts));

    /// <summary>What <c>info --json</c> prints.</summary>
    public static byte[] OfInfo(KernelRegression model, FitFacts facts) => JsonText.Object(json =>
    {
        Write(json, model, facts);
        json.WriteNumber("formatVersion", model.FileVersion ?? KernelRegression.FormatVersion);
        json.WriteString("created", model.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("standardError", model.ContainsTrainingRows ? ModelWord.ErrorOf(model) : null);
        json.WriteBoolean("containsTrainingRows", model.ContainsTrainingRows);
        if (model.Publication is Publication publication)
        {
            PublicationText.Write(json, publication, null, null);
        }

        Trace(json, model.Trace);
    });

    private static void Write(Utf8JsonWriter json, KernelRegression model, FitFacts facts)
    {
        json.WriteNumber("rows", model.Data.Rows);
        json.WriteNumber("rowsDropped", model.Data.RowsDropped);
        json.WriteString("target", model.Data.TargetNames[0]);
        json.Array("features", model.Features, feature => json.Object(null, () => Feature(json, feature)));
        json.WriteString("kernel", model.Kernel.Name);
        json.WriteString("estimator", model.Options.Estimator.Name);
        json.WriteString("bandwidthType", ModelWord.Of(model.Options.BandwidthType));
        json.Object("criterion", () =>
        {
            json.WriteString("name", model.CriterionName);
            json.Number("value", model.CriterionValue);
        });
        Statistics(json, model.Summaries.Count > 0 ? model.Summaries[0] : null);
        json.Object("engine", () => Engine(json, model.Plan));
        json.WriteNumber("seed", model.Options.Seed);
        json.Array("warnings", model.Warnings, json.WriteStringValue);
        json.WriteString("model", facts.Model);
        json.Number("seconds", facts.Seconds);
        Rarely(json, model);
        LearningText.Write(json, model);
        if (facts.Published is PublishResult published)
        {
            PublicationText.Write(json, published.Publication, facts.PublishedModel, published.LargestDifferences);
        }

        if (model.Data.TargetNames.Count > 1)
        {
            json.Array("targets", model.Data.TargetNames.Index(), target => json.Object(null, () =>
            {
                json.WriteString("target", target.Item);
                Statistics(json, model.Summaries.Count > 0 ? model.Summaries[target.Index] : null);
            }));
        }
    }

    private static void Engine(Utf8JsonWriter json, Plan plan)
    {
        json.WriteString("name", plan.Engine);
        json.Number("tolerance", plan.Tolerance);
        json.Number("predictedSeconds", plan.PredictedSeconds);
        json.Number("actualSeconds", plan.Outcome?.Seconds);
        json.Number("toleranceReached", plan.Outcome?.ToleranceReached);
        json.Number("repairedQueries", plan.Outcome?.RepairedQueries);
    }

    private static void Feature(Utf8JsonWriter json, FeatureFit feature)
    {
        json.WriteString("name", feature.Name);
        json.WriteString("type", ModelWord.Of(feature.Type.Kind));
        json.WriteString("kernel", feature.Kernel);
        json.Number("bandwidth", feature.Bandwidth);
        json.Number("scaleFactor", feature.ScaleFactor);
        json.WriteBoolean("smoothedOut", feature.SmoothedOut);
        json.WriteBoolean("atBound", feature.AtBound);
        if (feature.Type.IsDiscrete)
        {
            json.Array("levels", feature.Type.Levels, json.WriteStringValue);
        }

        if (feature.Type.Kind == FeatureKind.Periodic)
        {
            json.Number("period", feature.Type.Period);
        }
    }

    /// <summary>Keys that are there only where they say something.</summary>
    private static void Rarely(Utf8JsonWriter json, KernelRegression model)
    {
        Estimator estimator = model.Options.Estimator;
        if (estimator.Degrees.Count > 0)
        {
            json.Object("degrees", () =>
            {
                foreach ((string feature, int degree) in estimator.Degrees.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    json.WriteNumber(feature, degree);
                }
            });
        }

        if (!estimator.IsConstant && estimator.Terms != PolynomialTerms.Generalized)
        {
            json.WriteString("terms", ModelWord.Of(estimator.Terms));
        }

        if (model.Trace is { Bags: BagTrace bags } trace)
        {
            json.Object("bags", () =>
            {
                json.WriteNumber("count", bags.Found.Count);
                json.WriteNumber("rows", bags.Rows);
                json.WriteNumber("evaluations", bags.Evaluations);
                json.Array("spreads", trace.Features.Zip(bags.Spreads), spread => json.Object(null, () =>
                {
                    json.WriteString("feature", spread.First);
                    json.Number("standardDeviation", spread.Second);
                }));
            });
        }

        if (model.Data.ClusterName is string cluster)
        {
            json.WriteString("cluster", cluster);
            json.WriteNumber("clusters", model.Data.Clusters.Count);
        }
    }

    private static void Statistics(Utf8JsonWriter json, FitSummary? summary)
    {
        json.Number("r2", summary?.R2);
        json.Number("r2Correlation", summary?.R2Correlation);
        json.Number("r2LeaveOneOut", summary?.R2LeaveOneOut);
        json.Number("looRmse", summary?.LeaveOneOutRmse);
        json.Number("sigma", summary?.Sigma);
        json.Number("effectiveDegreesOfFreedom", summary?.EffectiveDegreesOfFreedom);
    }

    private static void Trace(Utf8JsonWriter json, SearchTrace? trace)
    {
        if (trace is null)
        {
            json.WriteNull("trace");
            return;
        }

        void Step(SearchStep step) => json.Object(null, () =>
        {
            json.Numbers("bandwidths", step.Bandwidths);
            json.Number("criterion", step.Criterion);
        });
        json.Object("trace", () =>
        {
            json.Array("features", trace.Features, json.WriteStringValue);
            json.WriteString("stopped", Stop(trace.Stopped));
            json.WriteNumber("rowsWithoutNeighbours", trace.RowsWithoutNeighbours);
            json.Array("minima", trace.Minima, Step);
            json.Array("steps", trace.Steps, Step);
            if (trace.Bags is BagTrace bags)
            {
                json.Array("bags", bags.Found, Step);
            }
        });
    }

    private static string Stop(SearchStop stop) => stop switch
    {
        SearchStop.Time => "time",
        SearchStop.Flat => "flat",
        _ => "converged",
    };
}
