namespace Nadaraya.Cli.Demo;

/// <summary>A parametric pooling of exercise 4: a score, learned on the lesson's rows.</summary>
/// <param name="Score">The score.</param>
/// <param name="Model">The model that was learned.</param>
/// <param name="Predictions">Its predictions at the test inputs.</param>
internal sealed record LearnedDesign(LearnableScore Score, KernelRegression Model, IReadOnlyList<double?> Predictions)
{
    private const int FewRows = 200; // up to which the nested evaluation is by folds
    private const int ManyRows = 1000; // beyond, scores of pairs take minutes
    private const int Folds = 10;
    private const int Epochs = 60;

    /// <summary>The scores that the exercise compares.</summary>
    private static readonly LearnableScore[] Scores = [LearnableScore.Scale, LearnableScore.Own(new TailScore()), LearnableScore.Local, LearnableScore.Heads(2)];

    /// <summary>What learning found.</summary>
    public LearnedScore Learned => Model.Learned!;

    /// <summary>Learns each score; on many rows distances alone.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<LearnedDesign> All(ClassicLesson lesson, CancellationToken cancellation)
    {
        int rows = lesson.Rows.X.Length;
        List<LearnedDesign> designs = [];
        foreach (LearnableScore score in Scores.Where(s => s.IsDistance || rows <= ManyRows))
        {
            LearningOptions learning = new() { Score = score, Epochs = Epochs, Nested = rows <= FewRows ? Folds : null };
            KernelRegression model = KernelRegression.Fit(lesson.Data, new() { Learning = learning }, null, cancellation);
            if (model.Learned is not null)
            {
                designs.Add(new(score, model, model.PredictMany(Queries.FromColumns(lesson.Rows.Queries), null, cancellation).Values()));
            }
        }

        return designs;
    }
}
