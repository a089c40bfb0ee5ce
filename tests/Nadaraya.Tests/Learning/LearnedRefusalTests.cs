namespace Nadaraya.Tests.Learning;

public sealed class LearnedRefusalTests
{
    [Fact]
    public void Profile_LearnedMap_IsRefusedAndBandwidthsAreNot()
    {
        double[] x = [.. Enumerable.Range(0, 30).Select(i => i / 5.0)], y = [.. x.Select(Math.Sin)];
        Dataset data = new([new("x", x)], [new("y", y)]);
        KernelRegression Fit(LearnableScore score) => KernelRegression.Fit(data, new() { Learning = new() { Score = score, Nested = 0, Epochs = 3 } });
        string refusal = Assert.Throws<DataException>(() => Fit(LearnableScore.Full).Profile("x", [1])).Message;
        Assert.Equal("The score 'full' was learned, and has no criterion along a bandwidth: that takes a bandwidth a feature: no learning, or scale or diagonal; fit such a model.", refusal);
        Assert.NotEqual(Fit(LearnableScore.Scale).Profile("x", [0.5, 1]).Values[0], Fit(LearnableScore.Scale).Profile("x", [0.5, 1]).Values[1]);
    }
}
