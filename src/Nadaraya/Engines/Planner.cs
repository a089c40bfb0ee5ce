using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Chooses the engine of a call: of those that can keep the tolerance the one of the lowest predicted cost.</summary>
/// <param name="engines">The engines; one of them, the dense one, must serve everything.</param>
internal sealed class Planner(params Engine[] engines)
{
    /// <summary>Under this many pairs the dense engine answers within a millisecond or two: nothing is weighed.</summary>
    private const double Few = 1 << 22;

    private const int CallsOfASearch = 32;
    private const double WorthALook = 2;

    /// <summary>The engines that ship.</summary>
    public static Planner Shipped { get; } = new(new DenseEngine(), new CellsEngine(), new LaplaceEngine(), new WindowsEngine(), new PrunedEngine(), new GridEngine(), new ProfilesEngine());

    /// <summary>All engines.</summary>
    public IReadOnlyList<Engine> Engines => engines;

    /// <summary>The names of all engines.</summary>
    public IReadOnlyList<string> Names { get; } = [.. engines.Select(e => e.Name)];

    /// <summary>Plans a call.</summary>
    /// <param name="request">What is to be computed.</param>
    /// <param name="queries">For how many queries.</param>
    /// <param name="forced">The name of the engine to use, or null for the cheapest.</param>
    /// <param name="calls">How many such calls there will be: a search makes many.</param>
    /// <param name="cancellation">Stops it: to say what an engine costs may take putting keys in order.</param>
    /// <remarks>Of a mixture of heads every head is planned by itself, and a forced engine is theirs.</remarks>
    /// <exception cref="DataException">The forced engine does not exist or declines.</exception>
    public Plan For(PoolingRequest request, long queries, string? forced = null, int calls = 1, CancellationToken cancellation = default)
    {
        if (request.Heads.Count > 0)
        {
            HeadsEngine heads = new(this, queries, forced);
            PlanOption only = new(heads, heads.Cost(request, queries, cancellation) * 1e-9, null);
            return new(request, queries, only, [only], forced: false);
        }

        List<PlanOption> options = Weigh(request, queries, forced, calls, cancellation);
        if (forced is not null)
        {
            PlanOption wanted = options.Find(o => o.Engine.Name == forced)
                ?? throw new DataException($"There is no engine '{forced}': choose one of {string.Join(", ", Names)}, or none to have the planner choose.");
            return wanted.Declined is null
                ? new(request, queries, wanted, options, forced: true)
                : throw new DataException($"The engine '{forced}' can't serve this request, because it {wanted.Declined}: choose another, or none to have the planner choose.");
        }

        double pairs = (double)request.Keys.Count * queries * calls;
        PlanOption chosen = pairs < Few
            ? options.First(o => o.Engine is DenseEngine)
            : options.Where(o => o.Declined is null).MinBy(o => o.PredictedSeconds)!;
        return new(request, queries, chosen, options, forced: false);
    }

    private List<PlanOption> Weigh(PoolingRequest request, long queries, string? forced, int calls, CancellationToken cancellation)
    {
        List<PlanOption> options = [.. engines.Select(e => new PlanOption(e, null, e.Declines(request)))];
        double best = double.PositiveInfinity;
        IEnumerable<int> candidates = Enumerable.Range(0, options.Count).Where(k => options[k].Declined is null);
        foreach (int k in candidates.OrderBy(k => engines[k].LookCost(request) > 0).ThenBy(k => engines[k].LeastCost(request, queries)))
        {
            // Nor is looked into what costs half of the best so far only to look.
            double least = engines[k].LeastCost(request, queries);
            bool lost = (least >= best || engines[k].LookCost(request) * WorthALook > best * calls) && engines[k].Name != forced;
            double cost = lost ? Math.Max(least, Math.BitIncrement(best)) : engines[k].Cost(request, queries, cancellation);
            options[k] = options[k] with { PredictedSeconds = cost * 1e-9, AtLeast = lost };
            best = Math.Min(best, cost);
        }

        return options;
    }

    /// <summary>For a search: a preferred engine with the keys in place where it serves the request, else the cheapest that does.</summary>
    /// <remarks>A search tries bandwidths that the engine which a user asked for may decline.</remarks>
    public PreparedEngine Prefer(PoolingRequest request, long queries, string? preferred, CancellationToken cancellation)
    {
        Engine? engine = engines.FirstOrDefault(e => e.Name == preferred && e.Declines(request) is null);
        return engine?.Prepare(request) ?? For(request, queries, calls: CallsOfASearch, cancellation: cancellation).Prepare();
    }

    /// <summary>The cheapest engine with the keys of a request in place.</summary>
    public PreparedEngine Prepare(PoolingRequest request, long queries) => For(request, queries).Prepare();
}
