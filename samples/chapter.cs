#!/usr/bin/env dotnet
#:project ../src/Nadaraya/Nadaraya.csproj
#:project ../src/Nadaraya.Data/Nadaraya.Data.csproj
#:property PublishAot=false

// The chapter "Attention Pooling: Nadaraya-Watson Kernel Regression" in C#. From the repository root: dotnet run samples/chapter.cs
using System.Globalization;
using Nadaraya;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// 0  The dataset: 50 rows of y = 2 sin x + x^0.8 + noise, and 50 test inputs
Dataset data = Table.Read("data/d2l-chapter.csv").ToDataset(target: "y");
double[] x = data.Feature(0).ToArray(), y = data.Target().ToArray();
double[] queries = [.. Enumerable.Range(0, 50).Select(i => i / 10.0)];
Console.WriteLine($"0  {data.Rows} rows, {queries.Length} test inputs");

// 1  Average pooling
double mean = AttentionPooling.Average(y);
Console.WriteLine($"1  average pooling: {mean:F4} everywhere");

// 2  Nonparametric attention pooling
double?[] plain = AttentionPooling.Pool(queries, x, y, Kernel.Gaussian, bandwidth: 1);
double[,] weights = AttentionPooling.Weights(queries, x, Kernel.Gaussian, bandwidth: 1);
Console.WriteLine($"2  nonparametric attention pooling: f(0) = {plain[0]:F4}, f(2.5) = {plain[25]:F4}, from weights of {weights.GetLength(0)} x {weights.GetLength(1)}");

// 3  Batch matrix multiplication
Batch ones = AttentionPooling.BatchMatrixMultiply(Batch.Filled(2, 1, 4, 1), Batch.Filled(2, 4, 6, 1));
Batch values = new(2, 10, 1, [.. Enumerable.Range(0, 20).Select(i => (double)i)]);
Batch pooled = AttentionPooling.BatchMatrixMultiply(Batch.Filled(2, 1, 10, 0.1), values);
Console.WriteLine($"3  batch matrix multiplication: shape ({ones.Count}, {ones.Rows}, {ones.Columns}); weights times values {pooled[0, 0, 0]:F1} and {pooled[1, 0, 0]:F1}");

// 4  Parametric attention pooling: five epochs of SGD
ScaleTraining training = LearnedScale.Train(data, new() { Start = 0.475, LearningRate = 0.5, Epochs = 5 });
foreach (ScaleEpoch epoch in training.Epochs)
{
    Console.WriteLine($"4  epoch {epoch.Number}: loss {epoch.Loss:F4}, then w = {epoch.Scale:F4}");
}

// 5  The trained prediction
double?[] trained = AttentionPooling.Pool(queries, x, y, Kernel.Gaussian, training.Bandwidth);
Console.WriteLine($"5  trained: f(0) = {trained[0]:F4}, f(2.5) = {trained[25]:F4}");

// 6  What the chapter hides: the optimum that the first step jumped over
KernelRegression tuned = KernelRegression.Fit(data);
double best = 1 / tuned.Features[0].Bandwidth!.Value;
double[] losses = LearnedScale.Losses(data, [best, training.Scale]);
Console.WriteLine($"6  leave-one-out optimum: w = {best:F4} with loss {losses[0]:F4}; training ended at {training.Scale:F4} with {losses[1]:F4}");

// 7  The framework tabs: MXNet trains half of the squares, from near 0
ScaleTraining torch = LearnedScale.Train(data, new() { Start = 0.475, LearningRate = 0.5 });
// The gradient of ½e² is half of that of e².
ScaleTraining mxnet = LearnedScale.Train(data, new() { Start = -0.0035, LearningRate = 0.25 });
Console.WriteLine($"7  after five epochs: |w| = {Math.Abs(torch.Scale):F4} with e², {Math.Abs(mxnet.Scale):F4} with MXNet's loss and start");

// Exercise 1: more rows help where the bandwidth may shrink with them
IReadOnlyList<SampleSizeStudy> sizes = SampleSizeStudy.Run(bandwidth: 1, seed: 0);
foreach (SampleSizeStudy size in sizes)
{
    Console.WriteLine($"E1 {size.Rows} rows: error {size.FixedError:F4} at h = 1, {size.TunedError:F4} at h = {size.TunedBandwidth:F4}");
}

// Exercise 2: what w means, as attention weights
Prediction p = KernelRegression.Fit(data, new() { Bandwidth = 1 / best }).Predict([2.5]);
double[] attention = p.Attention.Weights();
Console.WriteLine($"E2 at x = 2.5 the largest weight is {attention.Max():F4}; {p.EffectiveSampleSize:F1} rows share the say");

// Exercise 3: the bandwidth by leave-one-out
double h = KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.LeaveOneOut }).Features[0].Bandwidth!.Value;
Console.WriteLine($"E3 h = {h:F4}");

// Exercise 4: a pooling of our own, against the scalar w at its optimum
LeaningTraining leaning = LeaningScale.Train(data);
double[] leant = LeaningScale.Pool(queries, x, y, leaning.Scale);
PoolingContest contest = PoolingContest.Run(draws: 200, rows: 50, seed: 0);
Console.WriteLine($"E4 leaning attention: w = {leaning.Scale:F4}, f(0) = {leant[0]:F4}; error {contest.LeaningMean:F4} against {contest.PlainMean:F4}, wins {contest.Won:P1} of the draws, difference {contest.MeanDifference:F4} +- {contest.HalfWidth:F4}");

// Exercise 4 once more: scores that learn, judged on rows that they have not seen
FitOptions Learn(LearnableScore s) => new() { Learning = new() { Score = s, Nested = 10 } };
KernelRegression scale = KernelRegression.Fit(data, Learn(LearnableScore.Scale));
KernelRegression own = KernelRegression.Fit(data, Learn(LearnableScore.Own(new TailScore())));
KernelRegression local = KernelRegression.Fit(data, Learn(LearnableScore.Local)), heads = KernelRegression.Fit(data, Learn(LearnableScore.Heads(2)));
double? unseen = own.Learned!.Nested?.Rmse, ofBandwidths = own.Learned.Nested?.BaselineRmse;
Console.WriteLine($"E4 L-BFGS: w = {scale.Learned!.Parameters[0]:F4}; heavy tails: {unseen:F4} on rows unseen against {ofBandwidths:F4} by bandwidths");
Console.WriteLine($"E4 on rows unseen: local scales {local.Learned!.Nested?.Rmse:F4}, two heads {heads.Learned!.Nested?.Rmse:F4}");

// A score of one's own: s = -a ln(1 + ((q - k)w)²/2a), with parameters w and ln a
internal sealed class TailScore : DifferentiableScore
{
    public override string Name => "heavy-tail";

    public override int ParameterCount(int coordinates) => 2;

    public override double[] Start(int coordinates, Func<double> random) => [5, 0];

    public override double Score(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters)
    {
        (double a, double u) = Parts(query, key, parameters);
        return -a * Math.Log(1 + u);
    }

    public override void AddGradient(
        ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters, double coefficient, Span<double> gradient)
    {
        (double a, double u) = Parts(query, key, parameters);
        gradient[0] -= coefficient * parameters[0] * (query[0] - key[0]) * (query[0] - key[0]) / (1 + u);
        gradient[1] += coefficient * a * ((u / (1 + u)) - Math.Log(1 + u));
    }

    private static (double A, double U) Parts(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters)
    {
        double a = Math.Exp(Math.Min(parameters[1], 30)), z = (query[0] - key[0]) * parameters[0];
        return (a, z * z / (2 * a));
    }
}
