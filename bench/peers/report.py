"""The table of a run: times, ratios to ours, errors, memory, goals; quoted peers scaled to this machine."""
import json
import math
import os

from goals import goal

HERE = os.path.dirname(os.path.abspath(__file__))
TITLES = {
    "predict": "Predictions at 1000 queries, bandwidth given",
    "self": "Fitted values at all n rows, bandwidth given",
    "grid": "Predictions on KernSmooth's own grid of 401 points",
    "cv": "Bandwidths by leave-one-out",
    "train": "The chapter's training of one scale, five epochs",
}
ERRORS = {"cv": "criterion over the best", "train": "largest difference from torch float64"}


def number(value, digits=3):
    return "" if value is None or math.isnan(value) else f"{value:.0f}" if value >= 100 else f"{value:.{digits}g}"


def scales(rows, anchors):
    """How much longer torch and statsmodels take here than where the quoted times are from: geometric means of wall and of processor seconds."""
    there = {(a["who"], a["task"], a["workload"]): a for a in anchors}
    logs = [[math.log(row[what] / there[key][what]) for what in ("seconds", "cpu")] for row in rows
            if (key := (row["who"].replace(" whole matrix", ""), row["task"], row["workload"])) in there and "seconds" in row]
    return [math.exp(sum(column) / len(logs)) for column in zip(*logs)], len(logs)


def with_quoted(rows, quoted, factors):
    """The rows of each workload, ours first, then the measured, then the quoted peers, with ratios and goals."""
    blocks = {}
    for row in rows:
        blocks.setdefault((row["group"], row["workload"]), []).append(row)
    for entry in quoted if factors else []:
        if (entry["task"], entry["workload"]) in blocks:
            wall, cpu = (entry["seconds"] * factor for factor in factors)  # one thread: as much of either where nothing else ran
            blocks[entry["task"], entry["workload"]].append(
                {"group": entry["task"], "workload": entry["workload"], "who": entry["who"], "task": entry["task"], "quoted": entry["seconds"],
                 "seconds": wall, "cpu": cpu, "error": entry.get("error")})
    for block in blocks.values():
        ours = next((row for row in block if row["who"] == "Nadaraya" and "seconds" in row), None)
        for row in block:
            if ours and row is not ours and "seconds" in row:
                row["wallRatio"], row["cpuRatio"] = row["seconds"] / ours["seconds"], row["cpu"] / max(ours["cpu"], 1e-6)
                row["must"], row["stretch"] = goal(row["who"], row["group"], row["workload"])
                ratio = min(row["wallRatio"], row["cpuRatio"])
                if row["must"]:
                    row["met"] = "stretch" if row["stretch"] and ratio >= row["stretch"] else "yes" if ratio >= row["must"] else "no"
    return blocks


def cells(row):
    who = row["who"] + (" (quoted)" if "quoted" in row else "") + (f" (from {row['part']} queries)" if row.get("part") else "")
    if "stopped" in row:
        return [row["workload"], who, f"> {row['stopped']}"] + [""] * 9
    error = row.get("error")
    return [row["workload"], who, number(row["seconds"]), number(row["cpu"]), number(row.get("first")), number(row.get("megabytes")),
            "" if error is None else f"{error:.0e}", number(row.get("wallRatio")), number(row.get("cpuRatio")),
            number(row.get("must")), number(row.get("stretch")), row.get("met", "")]


def table(header, lines):
    lines = [header, *lines]
    widths = [max(len(line[c]) for line in lines) for c in range(len(header))]
    padded = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines]
    return "\n".join([padded[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *padded[1:]])


def text(machine, versions, blocks, factors, anchors):
    lines = [
        f"# Beside the peers: {machine['processor']}, {machine['cores']} cores, {machine['vectors']}", "",
        f"{machine['date']}, {machine['software']}, load {machine['load']:.1f} at the start; "
        + ", ".join(f"{who} {version}" for who, version in sorted(versions.items()) if version) + ". By `bench/peers/run`.", "",
        "One process a task, one after the other, all cores where a program uses them. Wall and processor seconds of the compute alone: the first run stands apart, "
        "then it is repeated for one to five seconds, and the middle of the last five counts. MB is the process's peak. Ratios are the peer's seconds over ours; a goal is met where the smaller of the two ratios is.",
        "Errors are the largest differences from the exact float64 estimate; KernSmooth, locfit, ksmooth and FKSUM compute something else (bins, interpolation, a cut or "
        "another kernel), so that theirs measures how far it is off."]
    if factors:
        lines.append(f"Quoted peers are not in Debian: their times are of another machine (quoted.json), times {factors[0]:.2f} (wall) and {factors[1]:.2f} "
                     f"(processor), by which torch and statsmodels take longer here than there: geometric means of {anchors} tasks.")
    for group, title in TITLES.items():
        header = ["workload", "who", "wall s", "cpu s", "first s", "MB", ERRORS.get(group, "error"), "wall ratio", "cpu ratio", "must", "stretch", "met"]
        rows = [cells(row) for (kind, _), block in blocks.items() if kind == group for row in block]
        if rows:
            lines += ["", f"## {title}", "", table(header, rows)]
    return "\n".join(lines) + "\n"


def write(machine, versions, rows, folder):
    with open(os.path.join(HERE, "quoted.json"), encoding="utf-8") as file:
        known = json.load(file)
    factors, anchors = scales(rows, known["anchors"])
    blocks = with_quoted(rows, known["quoted"], factors)
    page = text(machine, versions, blocks, factors, anchors)
    print(page)
    if folder:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "peers.md"), "w", encoding="utf-8") as file:
            file.write(page)
        with open(os.path.join(folder, "peers.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(json.dumps({k: v for k, v in row.items() if k not in ("result", "group")}) + "\n" for block in blocks.values() for row in block)
