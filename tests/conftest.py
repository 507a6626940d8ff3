"""What tests in a browser share."""

import os

import pytest
from browser import chromium, executable
from hypothesis import settings

# The same examples in every run, and no deadline, which a busy machine would miss.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")


@pytest.fixture(scope="session")
def browser():
    """Hand out one Chromium; without one, skip, but never on a machine that checks changes."""
    if executable() is None:
        message = "needs Chromium or Chrome: on Debian, apt install chromium"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with chromium() as opened:
        yield opened
