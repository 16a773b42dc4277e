"""YAML whose errors name file, line and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import yaml

from kdci import files

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where PyYAML has it

Content = TypeVar("Content")

Key = tuple[str | int, ...]
"""The way to a value: keys of mappings, and indices of lists."""


class ConfigurationError(ValueError):
    """What is wrong with the value at a key."""

    def __init__(self, message: str, key: Key = ()) -> None:
        super().__init__(message, key)
        self.message, self.key = message, key

    def __str__(self) -> str:
        """Return the key, and what is wrong."""
        return ": ".join(part for part in (".".join(map(str, self.key)), self.message) if part)


@contextmanager
def about(*key: str | int, where: Callable[[str], Key] | None = None) -> Iterator[None]:
    """Turn an error that begins with "argument=", as those of `kdci.checks` do, into a located one.

    Args:
        key: the way to the mapping that has the argument.
        where: says for an argument what the way to it is, if not the key and the argument.
    """
    try:
        yield
    except ConfigurationError:
        raise
    except ValueError as error:
        argument = re.match(r"(\w+)=", str(error))
        below = (*key, argument[1]) if argument else key
        place = where(argument[1]) if where and argument else below
        raise ConfigurationError(str(error), place) from error


def load(path: str | Path, read: Callable[[Any], Content]) -> Content:
    """Return what ``read`` makes of the content of a YAML file.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not UTF-8, not YAML, or ``read`` finds it misconfigured: with file,
            line and, where there is one, key.
    """
    return parse(path, text_of(path), read)


def text_of(path: str | Path) -> str:
    """Return the text of a YAML file.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not UTF-8.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"file={str(path)!r}: no such file")
    return files.read_text(path)


def parse(path: str | Path, text: str, read: Callable[[Any], Content]) -> Content:
    """Return what ``read`` makes of the content of a YAML file, whose text is given.

    Raises:
        ValueError: if it is not YAML, or ``read`` finds it misconfigured: with file, line and,
            where there is one, key.
    """
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        lines = dict(_lines(root)) if root else {}
        content = loader.construct_document(root) if root else None
    except ConfigurationError as error:
        raise ValueError(f"{path}:{error}") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{path}:{_problem(error, text)}") from error
    try:
        return read(content)
    except ConfigurationError as error:
        key = tuple(map(str, error.key))
        known = (key[:length] for length in range(len(key), -1, -1))
        line = next((lines[key] for key in known if key in lines), 1)
        raise ValueError(f"{path}:{line}: {error}") from error


def _problem(error: yaml.YAMLError, text: str) -> str:
    """Return the line of what is no YAML, and what is wrong there."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text[: error.position].count("\n") + 1
        return f"{line}: the character {error.character:#04x} may not stand in YAML"
    mark = getattr(error, "problem_mark", None)
    return f"{mark.line + 1 if mark else 1}: {getattr(error, 'problem', error)}"


def _lines(node: yaml.Node, key: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each key below a node with its line, from 1."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            line, below = name.start_mark.line + 1, (*key, name.value)
            if name.value in seen:
                raise ConfigurationError(f"{'.'.join(below)}: is there twice", (line,))
            seen.add(name.value)
            yield below, line
            yield from _lines(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*key, str(index)), value.start_mark.line + 1
            yield from _lines(value, (*key, str(index)))
