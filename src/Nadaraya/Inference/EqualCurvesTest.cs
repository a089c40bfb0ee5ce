using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// Whether groups of rows have one curve: T = mean of (m_g(xᵢ) − m(xᵢ))² over its variance, m_g fitted to the group of row i alone and m to all rows, both with the bandwidths of m; samples
/// are drawn from m. Source: the idea of Dette &amp; Neumeyer (2001), with this statistic.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="groups">The name of what forms the groups: a discrete feature, or the model's clusters.</param>
/// <param name="options">Options.</param>
/// <param name="run">Threads, cancellation, progress.</param>
internal sealed class EqualCurvesTest(KernelRegression model, string groups, TestOptions options, Run run)
{
    private const int MostGroups = 100;
    private readonly TestSample sample = new(model, options.Target, run);

    /// <summary>Runs the test.</summary>
    public TestResult Result()
    {
        if (options.Bootstrap == TestBootstrap.Pairs)
        {
            throw new DataException("Pairs of rows do not obey a common curve: draw by wild, rademacher or iid.");
        }

        (int feature, int[] group, int count) = Groups();
        KernelRegression? pooled = sample.Without(feature >= 0 ? [feature] : []);
        if (pooled is null)
        {
            throw new DataException($"There is no feature beside {groups} that varies, so there are no curves to compare: test the significance of {groups} instead.");
        }

        NullSample drawn = sample.Null(pooled);
        int[] queries = sample.Queries;
        Fitted fitted = pooled.Fitted;
        double[][] at = [.. fitted.Sample.Columns.Select(c => queries.Select(q => c[q]).ToArray())];
        SmootherRows all = new(fitted, pooled.Options, at, run);
        SmootherRows own = new(fitted, pooled.Options, at, run, Leave.Masked((q, key) => group[key] == group[queries[q]]));
        DrawnStatistics statistics = new(queries, sample.Weights, 1, sample.Width, fitted.Sample.InverseCounts, options.Pivotal);
        double[] found = new double[options.Replications + 1];
        for (int done = 0; done < found.Length;)
        {
            int part = Math.Min(sample.Chunk, found.Length - done);
            int data = done == 0 ? 1 : 0;
            double[][] samples = [.. data == 1 ? (double[][])[sample.Y] : [], .. drawn.Draw(options.Bootstrap, options.Seed, done + data, part - data, run)];
            statistics.Of(Open, samples, run.Part((double)done / found.Length, (double)(done + part) / found.Length)).Statistics.CopyTo(found, done);
            done += part;
        }

        (double p, double[] critical) = TestSample.Compare(found[0], found[1..]);
        return new(
            "equal-curves", model.Data.TargetNames[options.Target], [groups], found[0], p, options.Replications,
            string.Create(CultureInfo.InvariantCulture, $"the {count} groups of {groups} have one curve of {string.Join(", ", pooled.Features.Where(f => f.Bandwidth is not null).Select(f => f.Name))}; fitted under it: a {pooled.Options.Estimator.Name} fit to all rows"),
            options.Bootstrap)
        {
            StatisticDescription = "mean squared difference of a group's curve from the common one, over its variance",
            Bandwidths = pooled.Features.Where(f => f.Bandwidth is not null).ToDictionary(f => f.Name, f => f.Bandwidth!.Value, StringComparer.Ordinal),
            CriticalValues = critical,
            Seed = options.Seed,
        };

        RowFiller Open()
        {
            SmootherRows.Reader common = all.Open();
            SmootherRows.Reader apart = own.Open();
            return (query, value, rows) =>
            {
                if (!common.At(query) || !apart.At(query))
                {
                    return false;
                }

                apart.AddValue(query, 1, value);
                apart.AddValue(query, 1, rows[0]);
                common.AddValue(query, -1, rows[0]);
                return true;
            };
        }
    }

    private (int Feature, int[] GroupOfKey, int Count) Groups()
    {
        int[] group;
        int feature = -1;
        if (model.Data.ClusterName == groups && model.Data.FeatureNames.All(name => name != groups))
        {
            group = sample.Clusters;
        }
        else
        {
            feature = model.FeatureOf(groups);
            if (!model.Features[feature].Type.IsDiscrete)
            {
                throw new DataException($"{groups} is a number, not levels that form groups: name a feature of levels, or test its significance.");
            }

            int[] levels = [.. sample.Sample.Columns[feature].Take(sample.Keys).Select(x => (int)x)];
            int[] present = [.. levels.Distinct().Order()];
            group = [.. levels.Select(level => Array.IndexOf(present, level))];
        }

        int count = group.Max() + 1;
        return count is >= 2 and <= MostGroups
            ? (feature, group, count)
            : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{groups} forms {count} group{(count == 1 ? string.Empty : "s")}: curves are compared between 2 to {MostGroups}."));
    }
}
