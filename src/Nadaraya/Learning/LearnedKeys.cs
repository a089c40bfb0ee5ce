using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A learned score as the engines see it: from features to the columns of queries and keys, and from those to a request.</summary>
internal abstract class LearnedKeys
{
    /// <summary>Whether the score is −½ of a squared distance in these columns.</summary>
    public virtual bool IsDistance => true;

    /// <summary>The mixed heads; empty where there is one score.</summary>
    public virtual IReadOnlyList<LearnedKeys> Heads => [];

    /// <summary>Columns of features as columns of points.</summary>
    /// <param name="columns">One a feature.</param>
    /// <param name="count">How many values of each.</param>
    /// <param name="run">Threads.</param>
    public abstract double[][] Map(double[][] columns, int count, Run run);

    /// <summary>∂ column/∂ feature, one row a column and one column a feature of numbers (NaN on a circle, 0 of levels), where it is the same everywhere; null where it is not.</summary>
    public virtual double[,]? Slopes => null;

    /// <summary>The same score with every bandwidth times a factor; null where there is no such thing.</summary>
    /// <param name="factor">The factor, positive.</param>
    public virtual LearnedKeys? Wider(double factor) => null;

    /// <summary>The factors of the score over keys in these columns.</summary>
    /// <param name="keys">The mapped rows.</param>
    public virtual Factor[] Factors(Points keys) =>
        [new ContinuousFactor<Gaussian>(default, keys, new FixedGeometry([.. Enumerable.Repeat(1.0, keys.Dimensions)]))];

    /// <summary>What is pooled.</summary>
    /// <param name="keys">The mapped rows.</param>
    /// <param name="sample">The rows.</param>
    /// <param name="options">Estimator and tolerance.</param>
    public virtual PoolingRequest Request(Points keys, Sample sample, FitOptions options)
    {
        int degree = options.Estimator.Degree;
        Basis basis = LocalTerms.Of(keys, [.. Enumerable.Repeat(degree, keys.Dimensions)], new double[keys.Dimensions], options.Estimator.Terms);
        return new(keys, new Score(Factors(keys), sample.Weights, sample.InverseCounts), sample.Payload, basis) { Tolerance = options.Tolerance };
    }
}
