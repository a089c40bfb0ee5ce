"""The goals for the ratio of a peer's time to ours: (must, stretch); None where there is none."""


def goal(who, task, workload):
    name, kind = who.split()[0], workload.split("_")[0]
    if task == "train":
        return 30, 100
    if name == "torch":
        return 20, 60
    if name == "numpy":
        return 15, 25
    if name == "statsmodels":
        return (1000, None) if task == "cv" else (100, None)
    if who.startswith("R np"):
        return (200, 1000) if task == "cv" else (50, 1000)
    if name == "KeOps":
        return (20, 30) if who.endswith("64") else (50, 80)
    if name == "scikit-learn":
        return {"toy": (1000, 10_000), "d2": (1000, 5000)}.get(kind, (None, None))
    if name == "FIGTree":
        if task == "self" and workload == "toy_1e6":
            return 50, 85
        return {"toy": (15, 85), "d2": (50, 200)}.get(kind, (None, None))
    if name == "KernSmooth":
        return {"grid_1e6": (1, 3), "grid_1e7": (3, 8)}.get(workload, (None, None))
    if who == "FKSUM fk_sum":
        return 5, 15
    return None, None
