"""Files that are made of notebooks, two notebooks at a time."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryFile

from helpers.files import write_whole

Files = Mapping[str, str | bytes]  # what is in each, by its path within the folder


def check_writable(folder: Path) -> None:
    """Make the folder, and raise `OSError` now, not after the lessons have run, if it is locked."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OSError(
            f"this folder cannot be written ({error.strerror}); name another with --to"
        ) from error


def build_all(
    build: Callable[[Path], Files], paths: Iterable[Path], folder: Path
) -> dict[Path, BaseException]:
    """Write the files that `build` makes of each notebook, two at a time; return errors by path.

    A line that names the first file of a notebook says that all of them are there.
    """
    failed: dict[Path, BaseException] = {}
    with ProcessPoolExecutor(max_workers=2) as pool:
        jobs = {pool.submit(build, path): path for path in paths}
        for done, job in enumerate(as_completed(jobs), start=1):
            path = jobs[job]
            try:
                first, *_ = write_all(job.result(), folder)
            except Exception as error:  # noqa: BLE001 - the others can be built all the same
                failed[path] = error
                continue
            megabytes = first.stat().st_size / 1e6
            print(f"[{done}/{len(jobs)}] {first}, {megabytes:.1f} MB", flush=True)
    return failed


def write_all(files: Files, folder: Path) -> list[Path]:
    """Write files into a folder and return their paths; raises what `write_whole` does."""
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    return [write_whole(folder / name, content) for name, content in files.items()]
