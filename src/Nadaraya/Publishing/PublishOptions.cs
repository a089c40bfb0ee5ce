using System.Globalization;

namespace Nadaraya;

/// <summary>Options of <see cref="KernelRegression.Publish"/>.</summary>
public sealed record PublishOptions
{
    /// <summary>k, how many rows a cell stands for at least; default 5, from 2 to all of them. Where rows have clusters, so many clusters; a row of frequency v is v rows. More is safer and less accurate.</summary>
    public int Anonymity
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture, $"The anonymity is {value}: a cell of one row is that row; take 2 or more."));
    }

    = 5;

    /// <summary>In how many parts rows are left out to measure the loss; default 5, from 2. Clusters stay together.</summary>
    public int Folds
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture, $"The number of folds is {value}: rows are left out in two parts or more."));
    }

    = 5;

    /// <summary>The seed that draws the folds; default 0. Cells do not depend on it.</summary>
    public int Seed { get; init; }

    /// <summary>Refuses data that can't fill one cell: better before a fit than after it.</summary>
    /// <param name="data">The rows that a model is or will be fitted to.</param>
    /// <exception cref="DataException">Fewer rows, or clusters, than a cell needs.</exception>
    public void Check(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Sample sample = new(data);
        double people = data.ClusterName is null ? sample.Size : sample.ClusterOfKey().Max() + 1;
        Check(people, data.ClusterName);
    }

    /// <summary>Refuses fewer rows, or clusters, than a cell needs.</summary>
    internal void Check(double people, string? cluster)
    {
        if (people < Anonymity)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The model has {people} {(cluster is null ? "rows that count" : $"clusters by '{cluster}'")}, but a cell of a published model stands for {Anonymity} or more: expected at least as many; fit more, or publish with a smaller anonymity."));
        }
    }
}
