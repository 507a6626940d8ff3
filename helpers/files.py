"""Files that are either as they were or whole: no fault leaves half of one."""

from pathlib import Path
from uuid import uuid4


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write into a file beside `path`, which it becomes once it is whole, and return `path`.

    Others may write the same file meanwhile: the last that is whole stays. Raises `OSError` where
    it cannot be written, for want of room say, and then leaves the file as it was.
    """
    unfinished = path.with_name(f".{uuid4().hex}.unfinished")
    try:
        unfinished.write_bytes(content.encode() if isinstance(content, str) else content)
        return unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OSError(
            f"{path} could not be written ({error.strerror}), so it is as it was: make room, or "
            "choose a folder that can be written"
        ) from error
