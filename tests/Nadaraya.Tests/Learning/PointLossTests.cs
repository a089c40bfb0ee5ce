namespace Nadaraya.Tests;

public sealed class PointLossTests
{
    public static TheoryData<string> All => ["squared", "absolute", "huber", "pinball"];

    [Theory]
    [InlineData("squared", -3, 9)]
    [InlineData("absolute", -3, 3)]
    [InlineData("huber", -0.5, 0.125)]
    [InlineData("huber", -3, 2.5)]
    [InlineData("pinball", 2, 1.6)]
    [InlineData("pinball", -2, 0.4)]
    public void Value_OfAnError_FollowsItsFormula(string name, double error, double expected) => Assert.Equal(expected, Of(name).Value(error), 12);

    [Theory]
    [MemberData(nameof(All))]
    public void Slope_AwayFromKinks_IsTheDifferenceQuotient(string name)
    {
        PointLoss loss = Of(name);
        for (double error = -3.05; error < 3; error += 0.1)
        {
            double step = 1e-6;
            double quotient = (loss.Value(error + step) - loss.Value(error - step)) / (2 * step);
            Assert.Equal(quotient, loss.Slope(error), 6);
        }
    }

    [Fact]
    public void InUnitsOf_Huber_IsTheSameLossUpToTheSquareOfTheUnit() =>
        Assert.Equal(PointLoss.Huber(6).Value(10), 9 * PointLoss.Huber(6).InUnitsOf(3).Value(10.0 / 3), 12);

    private static PointLoss Of(string name) => name switch
    {
        "squared" => PointLoss.Squared,
        "absolute" => PointLoss.Absolute,
        "huber" => PointLoss.Huber(1),
        _ => PointLoss.Pinball(0.2),
    };
}
