"""Fits every program to the same splits and writes the tables. See bench/real/run."""
import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np

import tables

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = ["dotnet", os.path.join(HERE, "../Nadaraya.Benchmarks/bin/Release/net10.0/Nadaraya.Benchmarks.dll"), "real"]
# The list that one form is chosen from, by the leave-one-out error of the rows that are fitted to. All have bandwidths by AICc: that error is the smallest
# that a form has found where it is the criterion itself, and would win too often. "numbers": ordered levels stand at their number.
LEVELS = ("constant aicc", "linear aicc")
NUMBERS = ("linear aicc", "quadratic aicc", "linear span aicc", "quadratic span aicc")
BESIDE = ("constant cv",)  # the default: shown, not in the list
MOST_SQUARED = 4  # numbers that a parabola is tried in, as many as loess takes: in p it has (p + 1)(p + 2)/2 coefficients at every point
MOST_SPANNED = 2000  # rows that a span is tried over: beyond, its search takes more than half a minute
CHOICE = "Nadaraya, by leave-one-out"
FIRST = "Nadaraya linear aicc"  # named before any number was seen
RIVALS = ("statsmodels", "loess", "locfit")
MARK = "<!-- Below here bench/real/run writes. -->"


def forms(source, rows):
    """Our forms for a table, by what is known of it before any fit."""
    _, _, numbers, _, ordered = tables.SOURCES[source]
    tried = [
        form for form in NUMBERS
        if ("quadratic" not in form or len(numbers) + len(ordered) <= MOST_SQUARED)
        and ("span" not in form or rows * 4 // 5 <= MOST_SPANNED)]
    return [*LEVELS, *(form + " numbers" if ordered else form for form in tried if ordered or form not in LEVELS)]


def programs(name, rows):
    """(who, what is run, its words): the line is what is run, the folder of the table, the file to write, the words."""
    source, _, statsmodels = tables.TABLES[name]
    script = {"R": ["Rscript", os.path.join(HERE, "peer_r.R")]}
    script |= {peer: [sys.executable, "-B", os.path.join(HERE, f"peer_{peer}.py")] for peer in ("statsmodels", "sklearn")}
    for form in [*BESIDE, *forms(source, rows)]:
        yield "Nadaraya " + form, OURS, form.split()
    yield "loess", script["R"], ["loess"]
    yield "locfit", script["R"], ["locfit"]
    if statsmodels:
        for how in ("lc cv_ls", "ll cv_ls", "ll aic"):
            yield "statsmodels " + how, script["statsmodels"], [*how.split(), str(statsmodels)]
    yield "mgcv", script["R"], ["gam"]
    yield "boosted trees", script["sklearn"], []


def whole_lines(out):
    """The lines that a program has finished, and no other, from the file that it writes, which may not be there yet."""
    if not os.path.exists(out):
        return []
    with open(out, encoding="ascii") as file:
        lines = [line for line in file if line.endswith("\n")]
    with open(out, "w", encoding="ascii") as file:
        file.writelines(lines)
    return [line.rstrip("\n") for line in lines]


def run(line, out, seconds):
    """The predictions of the repeats that were done in time, a line each, the version, and the processor seconds a repeat took, starting included."""
    begun = whole_lines(out)

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 5))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, preexec_fn=limit)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = whole_lines(out)
    if os.path.exists(out):
        os.remove(out)
    if not lines and done.stderr:
        print(done.stderr[-600:], file=sys.stderr)
    return {"version": done.stdout.strip().split("\n")[0].strip(), "seconds": took / max(len(lines) - len(begun), 1), "limit": seconds, "lines": lines}


def kept(path, line, out, seconds):
    """The same, from the file of a kept answer where there is one; None where there is none and no time to make it."""
    if path is not None and os.path.exists(path):
        with open(path, encoding="ascii") as file:
            return json.load(file)
    if seconds == 0:
        return None
    answer = run(line, out, seconds)
    if path is not None:
        with open(path + ".part", "w", encoding="ascii") as file:
            json.dump(answer, file)
        os.replace(path + ".part", path)
    return answer


def judge(folder, found):
    """Root mean squared errors, one a repeat; a row without a prediction has the mean of the rows that were fitted to."""
    task = tables.Task(folder)
    errors, absent = [], 0
    for test, values in zip(task.splits, found):
        keep = np.ones(len(task.data), bool)
        keep[test] = False
        missing = ~np.isfinite(values)
        absent += int(missing.sum())
        values = np.where(missing, task.data[keep, 0].mean(), values)
        errors.append(math.sqrt(np.mean((values - task.data[test, 0]) ** 2)))
    return np.array(errors), absent


def chosen(results):
    """Our answer: in each repeat the form of the lowest leave-one-out error. None while a form is missing."""
    ours = {who: r for who, r in results.items() if who.startswith("Nadaraya ") and who.removeprefix("Nadaraya ") not in BESIDE}
    repeats = min((len(r["errors"]) for r in ours.values()), default=0)
    if repeats == 0:
        return None
    names = list(ours)
    loo = np.array([ours[who]["loo"][:repeats] for who in names])
    picks = np.nanargmin(loo, axis=0)  # a form without an error is not taken
    return {
        "errors": np.array([ours[names[k]]["errors"][i] for i, k in enumerate(picks)]),
        "absent": sum(ours[names[k]]["missing"][i] for i, k in enumerate(picks)),
        "seconds": sum(r["seconds"] for r in ours.values()),
        "picks": {who: int((picks == k).sum()) for k, who in enumerate(names)},
    }


def paired(a, b):
    """Mean and standard error of a − b over the repeats of both."""
    both = min(len(a), len(b))
    apart = a[:both] - b[:both]
    return apart.mean(), error_of(apart), both


def error_of(values):
    """The standard error of a mean over repeats."""
    return values.std(ddof=1) / math.sqrt(len(values)) if len(values) > 1 else math.nan


def verdict(ours, results):
    """Against the rival that is furthest ahead of ours (or least behind) on the repeats of both."""
    rivals = {who: r for who, r in results.items() if who.startswith(RIVALS) and len(r["errors"]) > 1}
    if not rivals or ours is None or len(ours["errors"]) < 2:
        return None
    who = max(rivals, key=lambda w: paired(ours["errors"], rivals[w]["errors"])[0])
    apart, error, both = paired(ours["errors"], rivals[who]["errors"])
    theirs = rivals[who]["errors"][:both]
    return {
        "who": who, "ours": ours["errors"][:both].mean(), "theirs": theirs.mean(), "allowed": error_of(theirs), "apart": apart, "error": error, "repeats": both,
        "holds": apart <= error_of(theirs), "strictly": apart <= error,
    }


def shown(value):
    return f"{value:.4g}"


def signed(apart, error):
    """A difference to as many places as two digits of its standard error have."""
    places = max(0, 1 - math.floor(math.log10(error))) if error > 0 else 4
    return f"{apart:+.{places}f} ± {error:.{places}f}".replace("-", "−")


def lines_of(name, rows, features, results):
    usable = {who: r for who, r in results.items() if len(r["errors"]) > 1}
    ours = results.get(CHOICE)
    yield f"### {name if ',' in name else f'{name}, {rows} rows'}"
    yield ""
    yield features + "."
    yield ""
    yield "| program | RMSE ± its standard error | less our answer, ± standard error | repeats | rows without prediction | processor seconds a repeat |"
    yield "|---|---|---|---|---|---|"
    for who, r in results.items():
        if len(r["errors"]) == 0:
            yield f"| {who} | no repeat in {r['limit']:.0f} s | | 0 | | |"
            continue
        apart = "" if ours is None or r is ours or who not in usable else signed(*paired(r["errors"], ours["errors"])[:2])
        yield (f"| {'**' + who + '**' if who == CHOICE else who} | {shown(np.mean(r['errors']))} ± {error_of(r['errors']):.2g} | {apart} | {len(r['errors'])}"
               + f" | {r['absent'] or ''} | {r['seconds']:.2g} |")
    yield ""
    if ours is not None:
        picks = [f"{who.removeprefix('Nadaraya ')} {count}" for who, count in sorted(ours["picks"].items(), key=lambda p: -p[1]) if count]
        yield f"Taken by leave-one-out: {', '.join(picks)}."
        yield ""


def summary_of(judged, which):
    yield "| table | ours | the best of the three | within its standard error? | ours less its, same splits ± standard error | and by that? | repeats |"
    yield "|---|---|---|---|---|---|---|"
    for name, found in judged.items():
        v = found[which]
        if v is not None:
            yield (f"| {name} | {shown(v['ours'])} | {v['who']} {shown(v['theirs'])} ± {v['allowed']:.2g} | {'yes' if v['holds'] else '**no**'}"
                   + f" | {signed(v['apart'], v['error'])} | {'yes' if v['strictly'] else '**no**'} | {v['repeats']} |")
    yield ""


def write(path, versions, judged, parts):
    text = [
        f"Versions: {', '.join(f'{who} {v}' for who, v in sorted(versions.items()))}.", "",
        "## Our answer against the best of statsmodels, loess and locfit", "", *summary_of(judged, 0),
        f"### The same for {FIRST.removeprefix('Nadaraya ')} alone", "", *summary_of(judged, 1),
        "## Every program", "", *(line for part in parts for line in part)]
    if path is None:
        print("\n".join(text))
        return
    head = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            head = file.read()
    head = head[:head.index(MARK)] if MARK in head else ""
    with open(path, "w", encoding="utf-8") as file:
        file.write(head + MARK + "\n\n" + "\n".join(text).rstrip("\n") + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=600, help="the processor time that a program may take for all repeats of a table; 0 for what --keep has alone")
    parser.add_argument("--only", default="", help="tables whose names hold this text")
    parser.add_argument("--programs", default="", help="programs whose names hold this text are run; of the others what --keep has is taken")
    parser.add_argument("--again", action="store_true", help="runs programs that --programs names even where --keep has their answers")
    parser.add_argument("--keep", help="a folder of answers: what is there is not computed again, so that a run can be continued or divided")
    parser.add_argument("--out", help="where the tables go, behind what a hand has written there; standard output otherwise")
    args = parser.parse_args()
    if args.keep:
        os.makedirs(args.keep, exist_ok=True)
    folders = [args.data, os.path.join(HERE, "../../data")]
    versions, judged, parts = {}, {}, []
    with tempfile.TemporaryDirectory() as to:
        for name in tables.TABLES:
            made = tables.make(to, folders, name, args.repeats) if args.only in name else None
            if made is None:
                continue
            folder, rows = made
            results = {}
            for who, program, words in programs(name, rows):
                out = os.path.join(args.keep or to, f"{name} {who}.csv")
                path = os.path.join(args.keep, f"{name} {who}.json") if args.keep else None
                named = args.programs in who
                if named and args.again and path is not None and os.path.exists(path):
                    os.remove(path)
                answer = kept(path, [*program, folder, out, *words], out, args.seconds if named else 0)
                if answer is None:
                    continue
                found = [np.array([float(v) for v in part.split(",")]) for part in answer["lines"][:args.repeats]]
                loo = [v[0] for v in found] if who.startswith("Nadaraya") else None
                found = [v[1:] for v in found] if loo is not None else found
                errors, absent = judge(folder, found)
                if answer["version"]:
                    versions["scikit-learn" if who == "boosted trees" else "loess of R" if who == "loess" else who.split()[0]] = answer["version"]
                results[who] = {
                    "errors": errors, "absent": absent, "seconds": answer["seconds"], "limit": answer["limit"], "loo": loo,
                    "missing": [int((~np.isfinite(v)).sum()) for v in found]}
                print(f"{time.strftime('%H:%M')} {name} {who}: {np.mean(errors) if len(errors) else math.nan:.4g} in {len(errors)} repeats, {answer['seconds']:.2g} s each", file=sys.stderr, flush=True)
            if not results:
                continue
            choice = chosen(results)
            if choice is not None:
                results = {CHOICE: choice, **results}
            source = tables.TABLES[name][0]
            target, change, numbers, unordered, ordered = tables.SOURCES[source]
            what = f"{'log ' if change else ''}{target} on {', '.join(numbers + [u + ' (unordered)' for u in unordered] + [o + ' (ordered)' for o in ordered])}"
            parts.append(list(lines_of(name, rows, what, results)))
            judged[name] = (verdict(choice, results), verdict(results.get(FIRST), results))
            write(args.out, versions, judged, parts) if args.out else None
    if args.out is None:
        write(None, versions, judged, parts)


main()
