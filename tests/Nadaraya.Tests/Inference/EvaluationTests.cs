namespace Nadaraya.Tests;

public sealed class EvaluationTests
{
    private static readonly KernelRegression Model = KernelRegression.Fit(Dataset.From([0, 1, 2, 3, 4], [1, 3, 2, 5, 4]), new() { Bandwidth = 1, Kernel = Kernel.Epanechnikov });

    [Fact]
    public void Evaluate_RowsNotSeen_GivesEveryMeasure()
    {
        double[] x = [0.5, 1.5, 2.5, 50];
        double[] y = [2, 2, 4, 1];
        double[] fit = [.. x.Take(3).Select(v => Model.Predict([v]).Value!.Value)];
        double[] e = [.. fit.Zip(y, (f, a) => f - a)];
        Evaluation own = Assert.Single(Model.Evaluate(Dataset.From(x, y)));
        Assert.Equal(("y", 3, 1, 0.25), (own.Target, own.Rows, own.RowsWithoutPrediction, own.ShareWithoutPrediction));
        double mean = (2 + 2 + 4) / 3.0;
        Tolerance.Near(Math.Sqrt(e.Average(v => v * v)), own.Rmse, 1e-12);
        Tolerance.Near(e.Average(Math.Abs), own.MeanAbsoluteError, 1e-12);
        Tolerance.Near(e.Select(Math.Abs).Order().ElementAt(1), own.MedianAbsoluteError, 1e-12);
        Tolerance.Near(e.Average(), own.Bias, 1e-12);
        Tolerance.Near(1 - (e.Sum(v => v * v) / y.Take(3).Sum(v => (v - mean) * (v - mean))), own.R2, 1e-12);
        double meanFit = fit.Average();
        double cross = fit.Zip(y, (f, a) => (f - meanFit) * (a - mean)).Sum();
        Tolerance.Near(cross / Math.Sqrt(fit.Sum(f => (f - meanFit) * (f - meanFit)) * y.Take(3).Sum(v => (v - mean) * (v - mean))), own.Correlation, 1e-12);
    }

    [Fact]
    public void Evaluate_WeightsOfWholeNumbers_AreRowsWrittenOut()
    {
        Dataset weighted = new([new("x", new double[] { 0.5, 1.5, 2.5, 3.5 })], [new("y", new double[] { 2, 2, 4, 9 })], new RowWeights("v", new double[] { 1, 2, 3, 0 }));
        Evaluation one = Model.Evaluate(weighted)[0];
        Evaluation other = Model.Evaluate(Dataset.From([0.5, 1.5, 1.5, 2.5, 2.5, 2.5], [2, 2, 2, 4, 4, 4]))[0];
        Assert.Equal(3, one.Rows);
        foreach (Func<Evaluation, double?> of in (Func<Evaluation, double?>[])[e => e.Rmse, e => e.MeanAbsoluteError, e => e.MedianAbsoluteError, e => e.Bias, e => e.R2, e => e.Correlation])
        {
            Tolerance.Near(of(other)!.Value, of(one), 1e-12);
        }
    }

    [Fact]
    public void Evaluate_LevelsInAnotherOrder_AreMatchedByText()
    {
        Column g = Column.Unordered("g", ["a", "b", "a", "b"]);
        KernelRegression model = KernelRegression.Fit(new([g], [new("y", new double[] { 1, 5, 2, 6 })]), new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["g"] = 0.1 }) });
        Dataset turned = new([Column.Unordered("g", ["b", "a"])], [new("y", new double[] { 5.5, 1.5 })]);
        Assert.True(model.Evaluate(turned)[0].Rmse < 1);
        Dataset unseen = new([Column.Unordered("g", ["b", "c"])], [new("y", new double[] { 5.5, 1.5 })]);
        Assert.Equal(
            "g is 'c' in row 2, which is none of the model's levels a, b: leave the row out, or fit the model with that level.",
            Assert.Throws<DataException>(() => model.Evaluate(unseen)).Message);
    }

    [Fact]
    public void Evaluate_NothingPredicted_HasNoMeasures()
    {
        Evaluation own = Model.Evaluate(Dataset.From([50.0], [1.0]))[0];
        Assert.Equal((0, 1, 1.0, null, null), (own.Rows, own.RowsWithoutPrediction, own.ShareWithoutPrediction, own.Rmse, own.R2));
    }

    [Fact]
    public void Compare_SameRows_PairsSquaredLeaveOneOutErrors()
    {
        Dataset data = Draw(60);
        KernelRegression[] models = [.. ((double[])[0.4, 1, 3]).Select(h => KernelRegression.Fit(data, new() { Bandwidth = h }))];
        IReadOnlyList<ComparedModel> all = KernelRegression.Compare(models);
        int best = Enumerable.Range(0, 3).MinBy(k => models[k].Summaries[0].LeaveOneOutRmse);
        Assert.Equal(best, Assert.Single(all.Index(), m => m.Item.IsBest).Index);
        foreach ((int k, ComparedModel own) in all.Index().Where(m => !m.Item.IsBest))
        {
            double[] d = [.. Enumerable.Range(0, 60).Select(i => Square(k, i) - Square(best, i))];
            Tolerance.Near(d.Average(), own.Difference, 1e-9, 1e-3);
            Tolerance.Near(Math.Sqrt(d.Sum(v => (v - d.Average()) * (v - d.Average())) / 59 / 60), own.StandardError, 1e-9);
        }

        double Square(int k, int i) => Math.Pow(data.Target()[i] - models[k].LeaveOneOutPredictions()[i], 2);
    }

    [Fact]
    public void Compare_AModelChosenByAicc_HasItsCriterion()
    {
        KernelRegression model = KernelRegression.Fit(Draw(50), new() { Bandwidth = Bandwidth.Aicc });
        Tolerance.Near(model.CriterionValue!.Value, KernelRegression.Compare([model])[0].Aicc, 1e-9, 1);
    }

    [Fact]
    public void Compare_OtherRows_ComparesOnDataAlone()
    {
        KernelRegression one = KernelRegression.Fit(Draw(40), new() { Bandwidth = 1 });
        KernelRegression other = KernelRegression.Fit(Draw(41), new() { Bandwidth = 0.5 });
        Assert.All(KernelRegression.Compare([one, other]), m => Assert.Null(m.Difference));
        IReadOnlyList<ComparedModel> held = KernelRegression.Compare([one, other], Draw(30));
        Assert.NotNull(held.Single(m => !m.IsBest).Difference);
        Assert.True(held.Single(m => m.IsBest).HeldOut!.Rmse <= held.Single(m => !m.IsBest).HeldOut!.Rmse);
    }

    [Fact]
    public void Compare_OtherTargets_IsRefused()
    {
        KernelRegression other = KernelRegression.Fit(new([new("x", new double[] { 1, 2 })], [new("z", new double[] { 1, 2 })]), new() { Bandwidth = 1 });
        Assert.Equal(
            "Model 2 predicts z but model 1 predicts y: models are compared on one target; leave one out.",
            Assert.Throws<DataException>(() => KernelRegression.Compare([Model, other])).Message);
    }

    private static Dataset Draw(int rows)
    {
        Random random = new(rows);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 6)];
        return Dataset.From(x, [.. x.Select(v => Math.Sin(v) + (0.4 * random.NextDouble()))]);
    }
}
