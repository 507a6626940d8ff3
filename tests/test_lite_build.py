"""What `make site` puts into the folder of JupyterLite, and what it says where it cannot."""

import hashlib
import importlib
import json
import re
import shutil
import sys
import tomllib
from contextlib import chdir
from zipfile import ZipFile

import distribution
import nbformat
import pytest
from lessons import GLOSSARY, PATHS, ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from small import lesson

from helpers.lesson import CannotBuildError
from helpers.publish import packages
from helpers.publish.deck import deck
from helpers.publish.html import run_address
from helpers.publish.lesson import Published
from helpers.publish.lite import bytecode, lock, pyodide, wheels
from helpers.publish.lite.__main__ import main
from helpers.publish.lite.compiling import compile_archive
from helpers.publish.pages import pages

PINNED = re.compile(r"(?m)^([\w.-]+)==(\S+)")
SETTINGS = "jupyter-config-data", "litePluginSettings"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build JupyterLite with the glossary, twice, for a browser that takes Pyodide elsewhere."""
    folder = tmp_path_factory.mktemp("built")
    with chdir(folder):  # as make names a folder
        for name in ("one", "other"):
            assert main([str(GLOSSARY), "--to", name]) == 0
    return folder


def settings(built):
    stored = json.loads((built / "one/jupyter-lite.json").read_text(encoding="utf-8"))
    for name in SETTINGS:
        stored = stored[name]
    return stored[KERNEL]


def listed(built):
    file = built / "one/static/pyodide" / pyodide.LIST
    return json.loads(file.read_text(encoding="utf-8"))["packages"]


def files(folder):
    return {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_the_same_course_gives_the_same_bytes(built):
    one, other = (files(built / name) for name in ("one", "other"))
    assert one.keys() == other.keys()
    changed = [name for name in one if one[name].read_bytes() != other[name].read_bytes()]
    assert changed == []


def test_it_holds_what_is_needed_and_names_nothing_of_this_machine(built):
    found = files(built / "one")
    assert not [name for name in found if name.suffix == ".map"]
    assert {name.parts[0] for name in found} >= {"lab", "files", "static", "extensions"}
    assert not {name.parts[0] for name in found} & {"repl", "tree", "notebooks", "consoles"}
    assert (built / "one/files/data/penguins.csv").exists()
    for name, path in found.items():
        content = path.read_bytes()
        assert str(ROOT).encode() not in content, name
        assert str(built).encode() not in content, name


def test_each_package_that_the_site_carries_has_its_hash_and_no_sources(built):
    carried = [entry for entry in listed(built).values() if ":" not in entry["file_name"]]
    assert len(carried) > 25
    for entry in carried:
        wheel = built / "one/static/pyodide" / entry["file_name"]
        content = wheel.read_bytes()
        assert digest(content) == entry["sha256"]
        assert entry["file_name"].startswith(entry["sha256"][:12])
        with ZipFile(wheel) as archive:
            assert not [name for name in archive.namelist() if name.endswith(".py")]


def test_what_is_compiled_comes_from_the_network_of_pyodide_as_npm_knows_it(built):
    file = packages.folder(pyodide.HERE) / "pyodide" / pyodide.LIST
    known = json.loads(file.read_text(encoding="utf-8"))["packages"]
    foreign = [entry for entry in listed(built).values() if ":" in entry["file_name"]]
    assert sorted(entry["name"].lower() for entry in foreign) == sorted(pyodide.COMPILED)
    network = f"https://cdn.jsdelivr.net/pyodide/v{pyodide.version()}/full/"
    for entry in foreign:
        stored = known[entry["name"].lower()]
        assert entry["file_name"] == network + stored["file_name"]
        assert entry["sha256"] == stored["sha256"]
    assert settings(built)["pyodideUrl"] == f"{network}pyodide.mjs"


def test_everything_is_loaded_while_the_kernel_starts_and_nothing_is_looked_up(built):
    found = settings(built)
    assert found["disablePyPIFallback"] is True
    names = found["loadPyodideOptions"]["packages"]
    assert names == list(listed(built))
    asked_by_the_kernel = {"ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"}
    assert asked_by_the_kernel | {"micropip", "piplite", "how-one-neuron-learns"} <= set(names)


def test_the_browser_has_the_packages_of_the_course_in_the_versions_of_its_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = dict(PINNED.findall((ROOT / "requirements.lock").read_text()))
    pure = dict(PINNED.findall(wheels.LOCK.read_text()))
    compiled = pyodide.compiled()
    for asked in map(Requirement, project["dependencies"]):
        name = canonicalize_name(asked.name)
        assert asked.specifier.contains((pure | compiled)[name])
    assert set(pure) & set(compiled) == set()
    apart = {name: found for name, found in pure.items() if pinned.get(name, found) != found}
    assert apart == {}
    assert len(pure) > 20


def test_the_versions_that_are_compiled_bind_those_that_are_chosen():
    bound = lock.constraints("attrs==1\nnumpy==1 ; python_version < '4'\npandas==1").splitlines()
    assert bound[0] == "attrs==1"
    assert bound[1:] == [f"{name}=={found}" for name, found in pyodide.compiled().items()]


def test_byte_code_takes_the_place_of_sources(tmp_path, monkeypatch):
    source, target = tmp_path / "source.zip", tmp_path / "target.zip"
    with ZipFile(source, "w") as archive:
        archive.writestr("bare_module.py", "def name():\n    return name.__code__.co_filename\n")
        archive.writestr("bare_module_data.txt", "data")
        archive.writestr("package/tests/test_it.py", "assert False")
    compile_archive(str(source), str(target), "/there")
    with ZipFile(target) as archive:
        assert archive.namelist() == ["bare_module.pyc", "bare_module_data.txt"]
    monkeypatch.syspath_prepend(target)
    assert importlib.import_module("bare_module").name() == "/there/bare_module.py"
    del sys.modules["bare_module"]


def test_what_cannot_be_compiled_is_named(tmp_path):
    broken = tmp_path / "broken-1-py3-none-any.whl"
    with ZipFile(broken, "w") as archive:
        archive.writestr("broken.py", "def")
    with pytest.raises(RuntimeError, match=r"could not compile broken-1-py3-none-any.whl; it said"):
        bytecode.compiled([broken], packages.folder(pyodide.HERE) / "pyodide")


def test_a_wheel_that_is_not_what_was_locked_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(wheels.sys, "prefix", str(tmp_path))
    name, version = PINNED.search(wheels.LOCK.read_text()).groups()
    (tmp_path / "a.lock").write_text(f"{name}=={version} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(RuntimeError, match="(?s)pip could not do its part; it said.*DO NOT MATCH"):
        wheels.locked(tmp_path / "a.lock")


@pytest.fixture
def folder(tmp_path):
    """Return a copy of a folder of Pyodide."""
    return shutil.copytree(distribution.folder(), tmp_path / "pyodide")


def test_a_folder_that_is_no_pyodide_is_named_and_what_was_there_stays(tmp_path, capsys):
    kept = tmp_path / "lite/index.html"
    kept.parent.mkdir()
    kept.write_text("as it was")
    options = ["--to", str(kept.parent), "--pyodide", str(tmp_path)]
    assert main([str(GLOSSARY), *options]) == 1
    told = capsys.readouterr().err
    assert f"PYODIDE should name a folder of Pyodide {pyodide.version()}" in told
    assert "unpack the whole distribution there" in told
    assert kept.read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["lite"]


def test_another_version_of_pyodide_is_refused(folder, tmp_path):
    (folder / "package.json").write_text('{"version": "0.29.0"}')
    with pytest.raises(CannotBuildError, match=r"but .* holds 0\.29\.0"):
        pyodide.build(tmp_path / "to", ".", folder)


@pytest.mark.parametrize(
    "spoil", [lambda wheel: wheel.unlink(), lambda wheel: wheel.write_text("")]
)
def test_a_wheel_that_is_missing_or_another_is_named(folder, tmp_path, spoil):
    (wheel,) = folder.glob("pandas-*.whl")
    spoil(wheel)
    with pytest.raises(CannotBuildError, match=f"should hold {re.escape(wheel.name)} as its"):
        pyodide.build(tmp_path / "to", ".", folder)


def test_a_page_and_a_deck_lead_to_their_lesson_where_it_can_be_run(tmp_path):
    words = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 1. a")])
    words.cells.append(nbformat.v4.new_markdown_cell("**Time.** 7 minutes."))
    words.cells[-1].metadata.tags = ["opening"]
    path = tmp_path / "01_a.ipynb"
    for name in (path, tmp_path / "02_b.ipynb"):
        nbformat.write(words, name)
    address = "lab/index.html?workspace=01_a&amp;path=01_a.ipynb"
    assert f'"lite/{address}"' in pages.page(Published(words, {}), path, lite="lite")
    assert "lab/index.html" not in pages.page(Published(words, {}), path)
    nbformat.write(lesson(), path)
    assert f'"../lite/{address}"' in deck.build(path, "../lite")
    assert "lab/index.html" not in deck.build(path)


def test_a_name_in_the_address_of_a_lesson_is_written_as_addresses_are():
    address = run_address(PATHS[0].with_name("a&b é.ipynb"), "lite")
    assert address == "lite/lab/index.html?workspace=a%26b%20%C3%A9&path=a%26b%20%C3%A9.ipynb"
