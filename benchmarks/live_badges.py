"""Live badges: 600 components and 900 connections, new numbers at 10 Hz, pictures a second in headless Chromium.

Everything runs on one core, the painting of the browser included.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.figures import Figures
from engine.catalogue import catalogue_json
from start.chromium import find

ROOT = Path(__file__).resolve().parents[1]
FLOOR_FPS = 45
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="static/built/backlot.css">
<style>body{margin:0} #canvas{position:fixed;inset:0}</style>
<div class="canvas" id="canvas"></div><script type="module" src="live_badges.js"></script>"""
VIEWS = {
    "fit": "all 600 in view",
    "fit_pan": "all 600 in view while panning",
    "near": "at 80 %",
    "near_pan": "at 80 % while panning",
    "drag": "all 600 in view while 200 are dragged",
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the benchmark's folder without a line for every request."""

    def log_message(self, *_words: object) -> None:
        pass


def main() -> None:
    figures = Figures()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(Path(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        measured = _measure(f"http://127.0.0.1:{server.server_port}/index.html")
        server.shutdown()
    for name, words in VIEWS.items():
        figures.at_least(f"live badges, {words}", measured[name]["fps"], FLOOR_FPS, "pictures/s")
    figures.write()


def _lay_out(folder: Path) -> None:
    (folder / "index.html").write_text(PAGE)
    (folder / "catalogue.json").write_text(json.dumps(catalogue_json()))
    shutil.copytree(ROOT / "static", folder / "static")
    source = ROOT / "benchmarks" / "live_badges.ts"
    bundler = ROOT / "node_modules" / ".bin" / "esbuild"
    subprocess.run(
        [bundler, source, "--bundle", "--format=esm", f"--outfile={folder / 'live_badges.js'}", "--log-level=warning"],
        check=True,
    )


def _measure(address: str) -> dict[str, dict[str, float]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(address)
        page.wait_for_function("window.results !== undefined", timeout=120_000)
        results: dict[str, dict[str, float]] = page.evaluate("window.results")
        browser.close()
    return results


if __name__ == "__main__":
    main()
