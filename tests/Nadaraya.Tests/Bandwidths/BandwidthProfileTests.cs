namespace Nadaraya.Tests;

public sealed class BandwidthProfileTests
{
    private static readonly Dataset Rows = Dataset.From([1, 2, 3, 4, 5, 6, 7, 8], [1, 4, 2, 5, 4, 8, 6, 9]);

    [Theory]
    [InlineData("leave-one-out")]
    [InlineData("aicc")]
    [InlineData("gcv")]
    public void Profile_OfACriterion_IsItAndLowestAtTheChosen(string name)
    {
        Bandwidth rule = name switch { "aicc" => Bandwidth.Aicc, "gcv" => Bandwidth.Gcv, _ => Bandwidth.LeaveOneOut };
        KernelRegression model = KernelRegression.Fit(Rows, new() { Bandwidth = rule });
        double chosen = model.Features[0].Bandwidth!.Value;
        BandwidthProfile profile = model.Profile("x", [chosen / 2, chosen, chosen * 2]);
        Assert.Equal(name, profile.Criterion);
        Assert.Equal(model.CriterionValue!.Value, profile.Values[1], 1e-9);
        Assert.True(profile.Values[1] <= profile.Values[0] && profile.Values[1] <= profile.Values[2]);
    }

    [Fact]
    public void Profile_OfAGivenBandwidth_IsLeaveOneOut()
    {
        KernelRegression model = KernelRegression.Fit(Rows, new() { Bandwidth = 1 });
        BandwidthProfile profile = model.Profile("x", [1]);
        Assert.Equal("leave-one-out", profile.Criterion);
        Assert.Equal(Math.Pow(model.Summaries[0].LeaveOneOutRmse!.Value, 2), profile.Values[0], 1e-9);
    }

    [Fact]
    public void Profile_OfWhatMeansNothing_IsRefused()
    {
        KernelRegression model = KernelRegression.Fit(Rows, new() { Bandwidth = 1 });
        Assert.StartsWith("'z' has no bandwidth: expected one of x; name a feature that has one.", Assert.Throws<ArgumentException>(() => model.Profile("z", [1])).Message, StringComparison.Ordinal);
        Assert.Equal("A bandwidth of 'x' is 0: expected a positive finite number; leave it out.", Assert.Throws<ArgumentException>(() => model.Profile("x", [0])).Message);
    }
}
