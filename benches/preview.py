#!/usr/bin/env python3
"""Saves random edits under `fundus serve` and prints how long each took until the browser was told.

    cargo build --release
    python3 benches/preview.py 10000 100

The site is generated (`cargo bench -- corpus`), so that everybody measures the same; the edits follow from
their number. Measured is the time from the moment when a file is saved to the moment when the event stream
tells the page that shows it to reload, with the waiting time for further saves (30 ms) in it. Most edits
are of text, as an editor's are; the others change a title, a term, a link, or add and delete a document. An
edit begins when the one before was told and the pages were looked through (`PAUSE` seconds).
"""

import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, Queue

from compare import ROOT, bench

PAUSE = float(os.environ.get("PAUSE", "2"))
KINDS = {"text": 80, "heading": 5, "title": 5, "term": 5, "link": 3, "new": 1, "delete": 1}


class Events:
    """The event stream of a page, as the browser that shows it reads it."""

    def __init__(self, port, page):
        self.news = Queue()
        self.socket = socket.create_connection(("127.0.0.1", port))
        request = f"GET /__fundus/events?page={page} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        self.socket.sendall(request.encode())
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.socket.makefile("rb"):
            if line.startswith(b"data: "):
                self.news.put((time.monotonic(), json.loads(line[6:])))

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)


def edited(kind, text, number, slugs):
    """The document after an edit."""
    if kind == "text":
        return text.rstrip("\n") + f"\n\nEin Satz mehr, der {number}.\n"
    if kind == "heading":
        return text.rstrip("\n") + f"\n\n## Nachtrag {number}\n\nNoch etwas.\n"
    if kind == "title":
        return re.sub(r"(?m)^title: \"(.*)\"$", rf"title: \"\1 {number}\"", text, count=1)
    if kind == "term":
        return re.sub(r"(?m)^target_group: .*$", "target_group: eltern", text, count=1)
    return text.rstrip("\n") + f"\n\nSiehe [[{slugs[number % len(slugs)]}]].\n"


def serve(site):
    fundus = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release" / "fundus"
    command = [str(fundus), "--root", str(site), "--quiet", "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port = int(re.search(r":(\d+)/", process.stdout.readline()).group(1))
    return process, port


def wait_for_site(port):
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/index.html", headers={"Host": "localhost"})
        if connection.getresponse().status == 200:
            return
        time.sleep(0.05)


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def main():
    count, edits = (int(argument) for argument in (sys.argv[1:] + ["10000", "100"][len(sys.argv) - 1 :]))
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        subprocess.run([bench(), "corpus", str(site), str(count)], check=True, stdout=subprocess.DEVNULL)
        files = sorted(path for path in (site / "content").rglob("*.md") if path.stem != "index")
        slugs = [path.stem for path in files]
        process, port = serve(site)
        wait_for_site(port)
        time.sleep(5 * PAUSE)
        times = {}
        for number in range(edits):
            kind = random.choices(list(KINDS), KINDS.values())[0]
            path = random.choice(files)
            page = str(path.relative_to(site / "content").with_suffix(".html"))
            text = path.read_text(encoding="utf-8")
            events = Events(port, page)
            events.news.get(timeout=30)
            start = time.monotonic()
            if kind == "delete":
                path.unlink()
                files.remove(path)
            elif kind == "new":
                path = path.with_stem(f"{path.stem}-{number}")
                path.write_text(text, encoding="utf-8")
                files.append(path)
            else:
                path.write_text(edited(kind, text, number, slugs), encoding="utf-8")
            while True:
                try:
                    told, news = events.news.get(timeout=30)
                except Empty:
                    sys.exit(f"edit {number} ({kind} of {page}) was never told")
                if news["changed"] is None or page in news["changed"] or kind in ("new", "delete"):
                    break
            times.setdefault(kind, []).append((told - start) * 1000)
            print(f"{number:4} {kind:8} {page:50} {times[kind][-1]:8.1f} ms", flush=True)
            events.close()
            time.sleep(PAUSE)
        process.terminate()
    print("\n| edit | number | median ms | 95th percentile ms | longest ms |\n|---|---|---|---|---|")
    times["all"] = [one for of_kind in times.values() for one in of_kind]
    for kind, of_kind in times.items():
        figures = statistics.median(of_kind), percentile(of_kind, 0.95), max(of_kind)
        print(f"| {kind} | {len(of_kind)} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |")


if __name__ == "__main__":
    main()
