"""Every notebook in JupyterLite, run whole: `make browser`."""

import pytest
from lite import ALL, LiteNotebook, alone, build, served

from helpers.publish.html import run_address


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    build(site)
    with served(site) as address:
        yield address


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_it_says_there_what_is_stored_and_asks_nobody(root, lonely, path):
    asked = []
    context = lonely.new_context(viewport={"width": 1280, "height": 720})
    alone(context, root, asked)
    lesson = LiteNotebook(context.new_page())
    lesson.page.goto(f"{root}/{run_address(path, 'lite')}")
    lesson.run_whole()
    assert lesson.says_what_is_stored(path)
    assert lesson.wrong == []
    assert asked == []
    context.close()
