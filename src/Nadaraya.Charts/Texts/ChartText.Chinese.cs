namespace Nadaraya;

public sealed partial record ChartText
{
    /// <summary>Simplified Chinese, with the terms of the chapter's Chinese edition.</summary>
    public static ChartText Chinese { get; } = new()
    {
        Language = Language.Chinese,
        Data = "数据",
        FittedCurve = "拟合曲线",
        Truth = "真实函数",
        Band = "置信带",
        RowsPerCell = "每格行数",
        AttentionWeight = "注意力权重",
        SortedTrainingInputs = "排序后的训练输入",
        SortedTestingInputs = "排序后的测试输入",
        Key = "键",
        Query = "查询",
        Loss = "损失",
        Epoch = "迭代周期",
        TrainingSteps = "训练步骤",
        Optimum = "最优值",
        Bandwidth = "带宽",
        LeaveOneOutCriterion = "留一法准则",
        LocalMinimum = "局部极小值",
        Chosen = "选定值",
        FittedValue = "拟合值",
        LeaveOneOutPrediction = "留一法预测",
        Residual = "残差",
        FitDescription = "{y} 关于 {x}：{n} 行数据及其拟合曲线。",
        HeatMapDescription = "注意力权重热图：{rows} 行查询，{columns} 列键。",
        LossDescription = "损失关于 {x} 的曲线，标有 {n} 个带编号的训练步骤。",
        EpochLossDescription = "各迭代周期的损失，共 {n} 个周期。",
        SliderDescription = "在 {n} 个迭代周期间滑动：每个周期的曲线、损失和注意力热图。",
        ProfileDescription = "留一法准则随 {x} 的变化；选定值：{chosen}。",
        ResidualDescription = "{n} 行的残差关于 {x}，并标出零线。",
        SurfaceDescription = "以颜色表示 {v} 随 {x} 和 {y} 的变化，点为数据行",
        LineDescription = "{y} 关于 {x}：{names}。",
        ThemeButton = "浅色 / 深色",
        SaveButton = "保存为 {kind}",
        Warning = "警告：",
        NoScript = "此图由本文件内的脚本绘制；请允许运行脚本后查看。",
        Footer = "由 Nadaraya 生成。查看此文件无需联网。",
    };
}
