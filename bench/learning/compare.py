"""Runs the command line beside scikit-learn and torch and writes the tables. See bench/learning/run."""
import argparse
import csv
import json
import os
import subprocess
import tempfile
import time

import numpy as np

import peers
import rows

HERE = os.path.dirname(os.path.abspath(__file__))
NADARAYA = ["dotnet", os.path.join(HERE, "../../src/Nadaraya.Cli/bin/Release/net10.0/Nadaraya.Cli.dll")]
TRIALS = 8


def write(path, names, x, y):
    with open(path, "w", newline="") as f:
        out = csv.writer(f)
        out.writerow([*names, "target"])
        out.writerows([*row, repr(float(t))] for row, t in zip(x, y))


def ours(folder, names, levels, train, test, *options):
    """RMSE on the rows that judge, seconds of the fit, and its JSON."""
    write(os.path.join(folder, "train.csv"), names, *train)
    write(os.path.join(folder, "test.csv"), names, *test)
    words = []
    for name, order in levels.items():
        words += ["--categorical", name] if order is None else ["--ordered", f"{name}:" + "<".join(order)]
    begun = time.perf_counter()
    fit = subprocess.run(
        [*NADARAYA, "fit", "train.csv", "--target", "target", "--out", "m.safetensors", "--quiet", "--json", *words, *options],
        cwd=folder, capture_output=True, text=True)
    if fit.returncode != 0:
        raise RuntimeError(fit.stderr)
    seconds = time.perf_counter() - begun
    out = subprocess.run([*NADARAYA, "predict", "m.safetensors", "test.csv", "--quiet"], cwd=folder, check=True, capture_output=True, text=True).stdout
    values = [row["prediction"] for row in csv.DictReader(out.splitlines())]
    mean = float(np.mean(train[1]))
    predicted = np.array([float(v) if v else mean for v in values])
    return float(np.sqrt(np.mean((predicted - test[1]) ** 2))), seconds, json.loads(fit.stdout)


def learn(score, *more):
    return ["--learn", score, "--nested", "0", *more]


def designs(seeds, say):
    say("\n## Designs\n\n2,000 rows to fit, 2,000 that judge, noise of standard deviation 0.3; root mean squared errors, means over "
        f"{seeds} draws. Known: cross-validated bandwidths of the coordinates that the truth is in.\n")
    say("| design | bandwidths | diagonal | full | low-rank:2 | heads:3 | deep | known | full over known |")
    say("|---|---|---|---|---|---|---|---|---|")
    for name in ("irrelevant", "rotated", "redundant"):
        errors = {}
        for seed in range(seeds):
            x, y, known = rows.design(name, seed)
            names = [f"x{j + 1}" for j in range(x.shape[1])]
            with tempfile.TemporaryDirectory() as folder:
                def error(columns, *options):
                    half = len(y) // 2
                    text = [[repr(float(v)) for v in row] for row in columns]
                    return ours(folder, names, {}, (text[:half], y[:half]), (text[half:], y[half:]), *options)[0]
                found = {
                    "bandwidths": error(x), "diagonal": error(x, *learn("diagonal")), "full": error(x, *learn("full")),
                    "low-rank:2": error(x, *learn("low-rank:2")), "heads:3": error(x, *learn("heads:3")), "deep": error(x, *learn("deep"))}
                if known is not None:
                    found["known"] = error(known)
            for key, value in found.items():
                errors.setdefault(key, []).append(value)
        means = {key: float(np.mean(values)) for key, values in errors.items()}
        known = means.get("known")
        say(f"| {name} | " + " | ".join(f"{means[k]:.4f}" for k in ("bandwidths", "diagonal", "full", "low-rank:2", "heads:3", "deep"))
            + (f" | {known:.4f} | {means['full'] / known - 1:+.1%} |" if known else " | | |"))


def tables(seeds, folder, only, say):
    say(f"\n## Tables\n\nFour fifths of the rows to fit, a fifth that judges, by {seeds} draws; root mean squared errors. Deep keys as they are by default; both kinds of "
        f"boosted trees are the best of {TRIALS} random trials by a part of the rows fitted to, and then fitted to all of them. Seconds are wall times of the whole command, two threads.\n")
    say("| table | draw | bandwidths | diagonal | full | deep | s | hist. boosting | boosting | deep over the better |")
    say("|---|---|---|---|---|---|---|---|---|---|")
    for name in [n for n in (*rows.TABLES, "friedman") if not only or n in only]:
        for seed in range(seeds):
            if name == "friedman":
                x, y, _ = rows.design(name, seed)
                names, numbers, levels = [f"x{j + 1}" for j in range(x.shape[1])], x.shape[1], {}
                x = [[repr(float(v)) for v in row] for row in x]
            else:
                names, x, y, numbers, levels = rows.table(name, folder)
            to, judge = rows.split(len(y), seed)
            train, test = ([x[i] for i in to], y[to]), ([x[i] for i in judge], y[judge])
            with tempfile.TemporaryDirectory() as work:
                big = len(y) > 20000
                bandwidths = ours(work, names, levels, train, test, *(["--bag", "8:2500"] if big else []))[0]
                diagonal = ours(work, names, levels, train, test, *learn("diagonal"))[0]
                full = ours(work, names, levels, train, test, *learn("full"))[0]
                deep, seconds, _ = ours(work, names, levels, train, test, *learn("deep"))
            hist, boosted = peers.boosting(x, y, to, judge, numbers, levels, TRIALS, seed)
            say(f"| {name} | {seed} | {bandwidths:.5g} | {diagonal:.5g} | {full:.5g} | {deep:.5g} | {seconds:.0f} | {hist:.5g} | {boosted:.5g} | {deep / min(hist, boosted) - 1:+.1%} |")


def epoch(say):
    rng = np.random.default_rng(1)

    def seconds(n, epochs):
        x = rng.normal(size=(n, 10))
        y = np.sin(x[:, 0]) + x[:, 1] ** 2 / 2 + NOISE * rng.normal(size=n)
        with tempfile.TemporaryDirectory() as folder:
            write(os.path.join(folder, "d.csv"), [f"x{j}" for j in range(10)], [[repr(float(v)) for v in row] for row in x], y)
            begun = time.perf_counter()
            subprocess.run(
                ["/usr/bin/time", "-f", "%M", "-o", "memory", *NADARAYA, "fit", "d.csv", "--target", "target", "--out", "m.safetensors", "--quiet", "--bandwidth", "1", "--nested", "0",
                 "--learn", "diagonal", "--optimizer", "adam", "--epochs", str(epochs)], cwd=folder, check=True, capture_output=True)
            with open(os.path.join(folder, "memory")) as f:
                return time.perf_counter() - begun, int(f.read().split()[-1]) / 1024

    NOISE = rows.NOISE
    say("\n## An epoch\n\nLeave-one-out loss and gradient in one scale a feature, 10 features, normal rows. Ours: what three further epochs of Adam add to the whole command, over three.\n")
    say("| rows | program | seconds an epoch | ns a pair | MB |")
    say("|---|---|---|---|---|")
    torch_pair = None
    for n, took, memory in peers.autograd():
        if took is None:
            say(f"| {n:,} | torch {peers.TORCH} | more memory than there is | | |")
            continue
        say(f"| {n:,} | torch {peers.TORCH}, autograd, float64 | {took:.3g} | {took / n / n * 1e9:.3g} | {memory:.0f} |")
        torch_pair = took / n / n
    for n in (20_000, 100_000):
        (one, _), (four, memory) = seconds(n, 1), seconds(n, 4)
        took = (four - one) / 3
        say(f"| {n:,} | Nadaraya | {took:.3g} | {took / n / n * 1e9:.3g} | {memory:.0f} |")
    say(f"\nA pair of torch's largest over one of ours: {torch_pair / (took / n / n):.0f} times.")


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--data", required=True)
    words.add_argument("--only", action="append", default=[])
    words.add_argument("--seeds", type=int, default=3)
    words.add_argument("--out", default=os.path.join(HERE, "../results/learning.md"))
    asked = words.parse_args()
    lines = []

    def say(line):
        print(line, flush=True)
        lines.append(line)
        with open(asked.out, "w") as f:
            f.write("\n".join(lines) + "\n")

    say("# Learned scores\n\nBy `bench/learning/run`; how loaded the machine was shows in the seconds alone.")
    if not asked.only or "epoch" in asked.only:
        epoch(say)
    if not asked.only or "designs" in asked.only:
        designs(asked.seeds, say)
    wanted = [only for only in asked.only if only in (*rows.TABLES, "friedman")]
    if not asked.only or "tables" in asked.only or wanted:
        tables(asked.seeds, asked.data, wanted, say)


if __name__ == "__main__":
    main()
