"""The machine in a few words, without its name or anyone's."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from browser import chromium


def describe():
    """Return processor, cores, memory, system and the versions that matter, as one text."""
    with chromium() as browser:
        chromium_version = browser.version
    return ", ".join(
        [
            processor(),
            f"{os.cpu_count()} cores",
            *memory(),
            system(),
            f"Python {platform.python_version()}",
            f"JupyterLab {version('jupyterlab')}",
            f"Chromium {chromium_version}",
        ]
    )


def processor():
    """Return the model of the processor where the system tells it, or else its kind."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(models), platform.processor() or platform.machine())


def memory():
    """Return the memory as a list of one text, or of none where the system does not tell."""
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", ()):
        return []
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return [f"{size / 2**30:.0f} GiB"]


def system():
    """Return the name of the operating system with its version."""
    if platform.system() == "Linux":
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{platform.system()} {platform.release()}"
