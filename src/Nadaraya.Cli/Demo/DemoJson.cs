using System.Text.Json;

namespace Nadaraya.Cli.Demo;

/// <summary>The lesson's numbers for programs; docs/demo.md says what each key holds. Every number round-trips.</summary>
internal static class DemoJson
{
    public static byte[] Of(ClassicLesson lesson, ClassicExercises exercises) => Document(json =>
    {
        json.WriteString("edition", "classic");
        Rows(json, lesson.Rows);
        json.WriteNumber("start", lesson.Rows.Start);
        json.WriteNumber("average", lesson.Average);
        Matrix(json, "weights", lesson.Plain.Weights);
        Vector(json, "predictions", lesson.Plain.Predictions);
        Tensor(json, "bmm", lesson.WeightedValues);
        Tensor(json, "bmmOnes", lesson.Ones);
        Vector(json, "w", lesson.Training.Epochs.Select(e => (double?)e.Scale));
        Vector(json, "loss", lesson.Training.Epochs.Select(e => (double?)e.Loss));
        Vector(json, "trainedPredictions", lesson.Trained.Predictions);
        Matrix(json, "trainedWeights", lesson.Trained.Weights);
        json.WriteNumber("trainedLoss", lesson.Trained.Loss);
        json.WriteStartObject("optimum");
        json.WriteNumber("w", lesson.Optimum.Scale);
        json.WriteNumber("bandwidth", lesson.Tuned.Features[0].Bandwidth!.Value);
        json.WriteNumber("loss", lesson.Optimum.Loss);
        Vector(json, "predictions", lesson.Optimum.Predictions);
        json.WriteEndObject();
        Curve(json, "lossCurve", "w", lesson.CurveScales, "loss", lesson.CurveLosses);
        json.WriteStartArray("frameworks");
        foreach (FrameworkTab tab in lesson.Tabs)
        {
            json.WriteStartObject();
            json.WriteString("framework", tab.Framework);
            json.WriteBoolean("earlier", tab.IsEarlier);
            Vector(json, "w", tab.Scales.Select(w => (double?)w));
            Vector(json, "loss", tab.Losses.Select(l => (double?)l));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("exercises");
        Exercises(json, exercises);
        json.WriteEndObject();
    });

    public static byte[] Of(CurrentLesson lesson) => Document(json =>
    {
        json.WriteString("edition", "current");
        Rows(json, lesson.Rows);
        json.WriteNumber("average", AttentionPooling.Average(lesson.Rows.Y));
        Models(json, "kernels", lesson.Kernels);
        Models(json, "sigmas", lesson.Sigmas);
    });

    private static void Exercises(Utf8JsonWriter json, ClassicExercises exercises)
    {
        json.WriteStartArray("sampleSize");
        foreach (SampleSizeStudy study in exercises.Sizes)
        {
            json.WriteStartObject();
            json.WriteNumber("rows", study.Rows);
            json.WriteNumber("draws", study.Draws);
            json.WriteNumber("fixedError", study.FixedError);
            json.WriteNumber("tunedError", study.TunedError);
            json.WriteNumber("tunedBandwidth", study.TunedBandwidth);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("meaningOfW");
        json.WriteNumber("query", exercises.Query);
        json.WriteStartArray("scales");
        foreach (ScaleMeaning meaning in exercises.Meanings)
        {
            json.WriteStartObject();
            json.WriteNumber("w", meaning.Scale);
            json.WriteNumber("effectiveSampleSize", meaning.EffectiveSampleSize);
            json.WriteNumber("prediction", meaning.Prediction);
            Vector(json, "weights", meaning.Weights.Select(w => (double?)w));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        Curve(json, "bandwidth", "bandwidth", exercises.Bandwidths, "criterion", exercises.Criterion);
        json.WriteStartObject("leaning");
        json.WriteNumber("w", exercises.Leaning.Scale);
        json.WriteNumber("loss", exercises.Leaning.Loss);
        Vector(json, "predictions", exercises.LeaningPredictions.Select(p => (double?)p));
        Matrix(json, "weights", exercises.LeaningWeights);
        PoolingContest contest = exercises.Contest;
        json.WriteStartObject("contest");
        json.WriteNumber("draws", contest.Draws);
        json.WriteNumber("plainError", contest.PlainMean);
        json.WriteNumber("leaningError", contest.LeaningMean);
        json.WriteNumber("won", contest.Won);
        json.WriteNumber("meanDifference", contest.MeanDifference);
        json.WriteNumber("lower", contest.MeanDifference - contest.HalfWidth);
        json.WriteNumber("upper", contest.MeanDifference + contest.HalfWidth);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("designs");
        foreach (LearnedDesign design in exercises.Designs)
        {
            json.WriteStartObject();
            json.WriteString("score", design.Score.Name);
            Vector(json, "parameters", design.Learned.Parameters.Select(v => (double?)v));
            Vector(json, "trainedError", [design.Learned.LeaveOneOutRmse, design.Learned.BaselineLeaveOneOutRmse]);
            Vector(json, "unseenError", [design.Learned.Nested?.Rmse, design.Learned.Nested?.BaselineRmse]);
            Vector(json, "predictions", design.Predictions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Models(Utf8JsonWriter json, string name, IReadOnlyList<CurrentModel> models)
    {
        json.WriteStartArray(name);
        foreach (CurrentModel model in models)
        {
            json.WriteStartObject();
            json.WriteString("kernel", model.Name);
            json.WriteNumber("sigma", model.Sigma);
            Vector(json, "predictions", model.Predictions);
            Matrix(json, "weights", model.Weights);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Rows(Utf8JsonWriter json, DemoRows rows)
    {
        json.WriteString("source", rows.File ?? (rows.Seed is null ? "book" : "seed"));
        if (rows.Seed is int seed)
        {
            json.WriteNumber("seed", seed);
        }
        else
        {
            json.WriteNull("seed");
        }

        Vector(json, "x", rows.X.Select(v => (double?)v));
        Vector(json, "y", rows.Y.Select(v => (double?)v));
        Vector(json, "queries", rows.Queries.Select(v => (double?)v));
    }

    private static void Curve(Utf8JsonWriter json, string name, string xName, double[] x, string yName, double[] y)
    {
        json.WriteStartObject(name);
        Vector(json, xName, x.Select(v => (double?)v));
        Vector(json, yName, y.Select(v => (double?)v));
        json.WriteEndObject();
    }

    private static void Matrix(Utf8JsonWriter json, string name, double[,] matrix)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            json.WriteStartArray();
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                json.WriteNumberValue(matrix[i, j]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Tensor(Utf8JsonWriter json, string name, Batch batch)
    {
        json.WriteStartArray(name);
        for (int n = 0; n < batch.Count; n++)
        {
            json.WriteStartArray();
            for (int a = 0; a < batch.Rows; a++)
            {
                json.WriteStartArray();
                foreach (double value in batch.Row(n, a))
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Numbers, null where a query has no support.</summary>
    private static void Vector(Utf8JsonWriter json, string name, IEnumerable<double?> values)
    {
        json.WriteStartArray(name);
        foreach (double? value in values)
        {
            if (value is double number)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    private static byte[] Document(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
