"""JSON files that carry a hash of their own content, so that no damage stays silent.

The hash is that of the content without it, as JSON with sorted keys and no spaces. So it is the
same whatever the layout, and anybody can recompute it with the standard library:

    content = json.loads(Path(path).read_bytes())
    seal = content.pop("content_sha256")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == seal
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from kdci import files

SEAL = "content_sha256"
REMEDY = "restore the file, or move it away and make it again"


def seal_of(content: Mapping[str, Any]) -> str:
    """Return the hash of a content, with or without its seal in it.

    Raises:
        ValueError: if a number in it is not finite, which JSON does not have.
    """
    bare = {name: value for name, value in content.items() if name != SEAL}
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return files.sha256(text.encode())


def write_sealed(path: str | Path, content: Mapping[str, Any], indent: int | None = None) -> Path:
    """Write a content and, as its last key, its seal, atomically.

    Raises:
        ValueError: if a number in it is not finite.
        PermissionError: if the folder cannot be written, naming the folder.
    """
    text = json.dumps({**content, SEAL: seal_of(content)}, indent=indent)
    return files.write_text(path, text + "\n")


def read_sealed(path: str | Path, what: str = "file") -> dict[str, Any]:
    """Return the content of a file without its seal, after checking that the two agree.

    Args:
        path: the file.
        what: what it is, for errors.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is damaged, or has no seal; it names the file and says how.
    """
    try:
        return _unsealed(Path(path).read_bytes())
    except ValueError as error:
        raise ValueError(f"{what}={str(path)!r}: damaged: {error}: {REMEDY}") from error


def _unsealed(text: bytes) -> dict[str, Any]:
    try:
        content = json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise ValueError(f"is no JSON ({error})") from error
    if not isinstance(content, dict):
        raise ValueError(f"is {content!r:.30}, not an object with keys and values")
    seal = content.pop(SEAL, None)
    if seal is None:
        raise ValueError(
            f"has no {SEAL}: if it is from before there was one, tools/seal.py adds it"
        )
    if seal != seal_of(content):
        raise ValueError(f"its content is not that of its {SEAL}")
    return content


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
