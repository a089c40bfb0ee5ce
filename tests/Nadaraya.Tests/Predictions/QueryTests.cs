namespace Nadaraya.Tests;

public sealed class QueryTests
{
    private static readonly KernelRegression Model = KernelRegression.Fit(
        new([new("x", new double[] { 1, 2, 3, 4 }), Column.Unordered("c", ["no", "yes", "no", "yes"])], [new("y", new double[] { 1, 4, 2, 5 })]),
        new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x"] = 1, ["c"] = 0.2 }) });

    [Fact]
    public void Set_NumbersAndLevels_AreThoseOfTheArray() =>
        Assert.Equal(Model.Predict([2.5, 1]).Value, Model.Predict(Model.Query().Set("x", 2.5).Set("c", "yes")).Value);

    [Fact]
    public void Set_LevelNeverSeen_IsRefusedOrDifferent()
    {
        Assert.Equal(
            "c is 'maybe', a level that the model has never seen: expected one of 'no', 'yes'; mend it, or ask with UnseenLevels.Different, which takes it as unlike all.",
            Assert.Throws<DataException>(() => Model.Query().Set("c", "maybe")).Message);
        double? different = Model.Predict(Model.Query(UnseenLevels.Different).Set("x", 2.5).Set("c", "maybe")).Value;
        Assert.Equal(Model.Predict([2.5, -1]).Value, different);
    }

    [Fact]
    public void Set_OfTheWrongKind_IsRefused()
    {
        Assert.Equal(
            "c is set to the number 1 but has levels: expected one of 'no', 'yes'; set it as a text.", Assert.Throws<DataException>(() => Model.Query().Set("c", 1)).Message);
        Assert.Equal(
            "x is set to the text '1' but has numbers: expected a finite number; set it as one.", Assert.Throws<DataException>(() => Model.Query().Set("x", "1")).Message);
        Assert.Equal("'z' is no feature of the model: its features are x, c.", Assert.Throws<DataException>(() => Model.Query().Set("z", "1")).Message);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0.5)]
    [InlineData(-2)]
    public void Predict_WhatIsNoIndex_IsRefused(double value) => Assert.Equal(
        FormattableString.Invariant($"Query 1 is {value} in 'c': expected the index of one of its 2 levels, from 0, or -1 for one never seen; look it up with Type.IndexOf, or set the level by name."),
        Assert.Throws<DataException>(() => Model.Predict([2, value])).Message);
}
