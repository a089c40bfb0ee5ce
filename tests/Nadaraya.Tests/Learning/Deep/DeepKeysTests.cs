using Nadaraya.Engines;

namespace Nadaraya.Tests;

public sealed class DeepKeysTests
{
    private static readonly FeatureType[] Types =
    [
        FeatureType.Continuous, FeatureType.Continuous, FeatureType.Periodic(24), FeatureType.Unordered(["a", "b", "c"]), FeatureType.Ordered(["1", "2", "5"]), FeatureType.Continuous,
    ];

    private static readonly DeepShape Shape = new()
    {
        Width = 32,
        Hidden = 48,
        Blocks = 2,
        EmbeddingWidth = 6,
        Frequencies = 8,
        LevelWidth = 4,
        BatchRows = 64,
        Epochs = 3,
        Patience = 3,
    };

    private static readonly Run Runs = new(2, CancellationToken.None);
    private static readonly double[][] Columns = DeepTrainingTests.Mixed(250, 9).Columns;
    private static readonly DeepKeys Keys = DeepTrainingTests.Train(Columns, Types, DeepTrainingTests.Mixed(250, 9).Target, null, Shape, 2).Best;

    [Fact]
    public void Embed_OneRowAlone_HasTheBitsOfTheRowAmongOthers()
    {
        double[][] all = Keys.Embed(Columns, 250, Runs);
        Assert.Equal(6, all.Length);
        for (int i = 0; i < 250; i += 13)
        {
            double[][] alone = Keys.Embed([.. Columns.Select(c => new[] { c[i] })], 1, Runs);
            Assert.Equal(all.Select(c => c[i]), alone.Select(c => c[0]));
        }
    }

    [Fact]
    public void Restore_WhatStateHolds_EmbedsToTheSameBits()
    {
        DeepKeys again = DeepKeys.Restore(Shape, Types, Keys.State());
        Assert.Equal(Keys.Embed(Columns, 250, Runs).SelectMany(c => c), again.Embed(Columns, 250, Runs).SelectMany(c => c));
        DeepTrainingTests.AssertSame(Keys.State(), again.State());
    }

    [Fact]
    public void Restore_WithoutItsParameters_SaysSo()
    {
        Dictionary<string, double[]> state = new(Keys.State());
        _ = state.Remove("parameters");
        Assert.Contains("'parameters'", Assert.Throws<DataException>(() => DeepKeys.Restore(Shape, Types, state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_ALevelNeverSeen_IsFiniteAndUnlikeTheLevels()
    {
        double[] row = [10, 0.5, 3, -1, -1, 2];
        double[][] unseen = Keys.Embed([.. row.Select(x => new[] { x })], 1, Runs);
        Assert.All(unseen, c => Assert.True(double.IsFinite(c[0])));
        row[3] = 1;
        Assert.NotEqual(unseen.Select(c => c[0]), Keys.Embed([.. row.Select(x => new[] { x })], 1, Runs).Select(c => c[0]));
    }

    [Fact]
    public void Embed_ANumberOnACircle_ReturnsAfterItsPeriod()
    {
        double[] row = [10, 0.5, 3, 1, 1, 2];
        double[][] here = Keys.Embed([.. row.Select(x => new[] { x })], 1, Runs);
        row[2] += 24;
        double[][] there = Keys.Embed([.. row.Select(x => new[] { x })], 1, Runs);
        Assert.All(here.Zip(there), p => Tolerance.Near(p.First[0], p.Second[0], 1e-5, 1));
    }

    [Fact]
    public void Embed_NoRows_GivesEmptyColumns() => Assert.All(Keys.Embed([.. Columns.Select(_ => Array.Empty<double>())], 0, Runs), Assert.Empty);
}
