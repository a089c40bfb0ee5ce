using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The options of <c>fit</c> that learn a score.</summary>
internal sealed class LearningArguments
{
    private readonly Option<string> learn = Options.One("--learn", "SCORE", $"Learn how near rows are, each predicted from the others: {string.Join(", ", LearnableScore.Names)}. --bandwidth gives the start, and the baseline.");
    private readonly Option<string> optimizer = Options.One("--optimizer", "sgd|adam|lbfgs", "Default lbfgs; adam in mini batches and for deep; with --learning-rate alone sgd for scale, as in the chapter, and adam for others.");
    private readonly Option<string> rate = Options.One("--learning-rate", "R", "The step of sgd (default 0.5, on the summed loss) and adam (default 0.05).");
    private readonly Option<string> epochs = Options.One("--epochs", "N", "The most epochs; default 5 for sgd, 100 for others.");
    private readonly Option<string> start = Options.One("--start", "W", "Where the scale starts, 1/bandwidth in the unit of the features; default by --bandwidth.");
    private readonly Option<string> starts = Options.One("--starts", "N", "From how many places training starts; default 2 for full and low-rank, 1 for others. The best is kept.");
    private readonly Option<string> loss = Options.One("--loss", "NAME", "squared (default), absolute, huber:D with D in the unit of the target, or pinball:T.");
    private readonly Option<string> batch = Options.One("--batch-rows", "N", "Queries of a step; default all rows, but 5,000 for lbfgs of more than 20,000, always the same.");
    private readonly Option<string> keys = Options.One("--key-rows", "N", "Keys of a step, drawn anew each time; default all rows.");
    private readonly Option<string> decay = Options.One("--weight-decay", "L", "Draws the score to 0: L/2 times the sum of squares, beside the mean loss over the target's variance; default 0, deep has its own.");
    private readonly Option<string> momentum = Options.One("--momentum", "M", "What sgd keeps of its last step; default 0.");
    private readonly Option<string> schedule = Options.One("--schedule", "constant|cosine|step", "How the learning rate falls over the epochs; default constant.");
    private readonly Option<string> stopFolds = Options.One("--stop-folds", "N", "Folds that say when to stop, each trained without beside the whole; default 5 up to 2,000 rows, but 0 for scale and diagonal.");
    private readonly Option<string> holdOut = Options.One("--hold-out", "SHARE", "The share of rows held out to stop early instead; default 0.1 where there are no folds, 0 for scale and diagonal.");
    private readonly Option<string> patience = Options.One("--patience", "N", "Epochs without a better held-out loss that end training; default 10, 16 for deep.");
    private readonly Option<string> nested = Options.One("--nested", "FOLDS", "How often the score is learned again without the rows that judge it: default 5 up to 2,000 rows, 1 split beyond; 0 not at all.");
    private readonly Option<string> checkpoint = Options.One("--checkpoint", "FILE", "Put training down in this file after every epoch, and go on from it where it exists.");
    private readonly Option<string> every = Options.One("--checkpoint-every", "N", "How many epochs lie between two checkpoints; default 1.");

    private Option<string>[] Others => [optimizer, rate, epochs, start, starts, loss, batch, keys, decay, momentum, schedule, stopFolds, holdOut, patience, nested, checkpoint, every];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(learn);
        foreach (Option<string> option in Others)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>How a score is learned; null where nobody asks for it.</summary>
    /// <exception cref="UsageException">A value that is none, or an option that says nothing without <c>--learn</c>.</exception>
    public LearningOptions? Of(Call call)
    {
        if (call.Text(learn) is not string score)
        {
            return Others.FirstOrDefault(call.Has) is Option<string> stray
                ? throw new UsageException($"{stray.Name} says nothing without {learn.Name} SCORE; add that, or leave {stray.Name} out.")
                : null;
        }

        LearningOptions options = new()
        {
            Score = Parsed(score, learn.Name, LearnableScore.Parse),
            Optimizer = call.Has(optimizer) ? TableArguments.Choice(call, optimizer, ("lbfgs", Optimizer.Lbfgs), ("sgd", Optimizer.Sgd), ("adam", Optimizer.Adam)) : null,
            LearningRate = Number(call, rate, "a positive number, such as 0.05", r => r > 0),
            Epochs = (int?)call.Whole(epochs, 0, 1_000_000),
            Start = Number(call, start, "a number, 1/bandwidth", _ => true),
            Starts = (int?)call.Whole(starts, 1, 100),
            BatchRows = (int?)call.Whole(batch, 1, int.MaxValue),
            KeyRows = (int?)call.Whole(keys, 2, int.MaxValue),
            WeightDecay = Number(call, decay, "0 or more", v => v >= 0),
            Momentum = Number(call, momentum, "a number from 0 to under 1, such as 0.9", m => m is >= 0 and < 1) ?? 0,
            Schedule = TableArguments.Choice(
                call, schedule, ("constant", LearningRateSchedule.Constant), ("cosine", LearningRateSchedule.Cosine), ("step", LearningRateSchedule.Step)),
            StopFolds = call.Whole(stopFolds, 0, 100) is long folds
                ? folds == 1 ? throw new UsageException($"{stopFolds.Name} is '1', which leaves nothing to train on; expected 0, or 2 to 100.") : (int)folds
                : null,
            HoldOut = Number(call, holdOut, "a share from 0 to 0.9, such as 0.1", s => s is >= 0 and <= 0.9),
            Patience = (int?)call.Whole(patience, 1, 1_000_000),
            Nested = (int?)call.Whole(nested, 0, 100),
            Checkpoint = call.Text(checkpoint),
        };
        options = call.Text(loss) is string word ? options with { Loss = Parsed(word, loss.Name, TrainingLoss.Parse) } : options;
        return call.Whole(every, 1, 1_000_000) is long between ? options with { CheckpointEvery = (int)between } : options;
    }

    private static T Parsed<T>(string text, string option, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (ArgumentException e)
        {
            // The library's message ends with the name of its own parameter.
            throw new UsageException($"{option}: {OneLine.Of(e.Message.Split(" (Parameter")[0])}");
        }
    }

    private static double? Number(Call call, Option<string> option, string expected, Func<double, bool> fits)
    {
        if (call.Text(option) is not string text)
        {
            return null;
        }

        double value = ListText.Number(text, option.Name);
        return fits(value) ? value : throw new UsageException($"{option.Name} is {OneLine.Quote(text)}; expected {expected}.");
    }
}
