"""Chromium or Chrome of this machine, which prints pages."""

import os
import shutil
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

NAMES = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
USUAL = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
MISSING = (
    "handouts are printed by Chromium or Chrome, and this machine has neither: install one "
    "(on Debian: apt install chromium), then type make handouts again"
)
SECONDS = 120
SUPERUSER = hasattr(os, "geteuid") and os.geteuid() == 0  # for whom Chromium has no sandbox
OPTIONS = (
    "--headless",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    *["--no-sandbox"] * SUPERUSER,
)


class CannotPrintError(Exception):
    """There is no Chromium, or it has not printed."""


def executable() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, or `None`."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    return next(iter(found + [path for path in USUAL if Path(path).exists()]), None)


def printed(html: str, folder: Path) -> bytes:
    """Return a page as a tagged PDF with an outline of its headings.

    Chromium works within `folder`, and leaves nothing there: that of Ubuntu may not read the
    folder for temporary files. Raises `CannotPrintError` if there is no Chromium, or with its words
    if it fails, and `TimeoutExpired` after two minutes.
    """
    browser = executable()
    if browser is None:
        raise CannotPrintError(MISSING)
    with TemporaryDirectory(prefix="unfinished-", dir=folder, ignore_cleanup_errors=True) as name:
        place = Path(name).resolve()
        page, pdf = place / "page.html", place / "page.pdf"
        page.write_text(html, encoding="utf-8")
        places = [f"--user-data-dir={place / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
        done = run(
            [browser, *OPTIONS, *places],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
        if done.returncode or not pdf.exists():
            raise CannotPrintError(f"Chromium should have printed, but said:\n{done.stderr}")
        return pdf.read_bytes()
