"""On which line of a TOML text each key stands: Python's own reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Path = tuple[str, ...]

PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
NAME = rf"{PART}(?:\s*\.\s*{PART})*"
HEADER = re.compile(rf"\s*\[\[?\s*({NAME})\s*\]\]?")
KEY = re.compile(rf"\s*({NAME})\s*=")
TOKEN = re.compile(r'"""|' + r"'''" + r"""|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*'|#[^\n]*|[\[\]{}]""")


def key_lines(text: str) -> dict[Path, int]:
    """Returns the line, from 1 on, of every table's header and every key, by its path; inline tables are one key."""
    found: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        header = HEADER.match(line)
        if header and not KEY.match(line):
            table = _path(header[1])
            found.setdefault(table, number)
        elif key := KEY.match(line):
            path = (*table, *_path(key[1]))
            found.setdefault(path, number)
            for end in range(len(table) + 1, len(path)):
                found.setdefault(path[:end], number)
    return found


def row_lines(text: str, name: str) -> list[dict[str, int]]:
    """Returns, for every table headed `[[name]]`, the line of its header, under nothing, and of each key in it."""
    found: list[dict[str, int]] = []
    inside = False
    for number, line in _statements(text):
        header = HEADER.match(line)
        if header and not KEY.match(line):
            path = _path(header[1])
            if path == (name,) and line.lstrip().startswith("[["):
                found.append({"": number})
            inside = path[0] == name and bool(found)
            if inside and len(path) > 1:
                found[-1].setdefault(path[1], number)
                inside = False  # what follows lies within that key
        elif inside and (key := KEY.match(line)):
            found[-1].setdefault(_path(key[1])[0], number)
    return found


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Yields every statement, with all of its lines, and the line that it begins on."""
    lines = text.splitlines()
    starts = [number for number, _ in _statements(text)]
    for start, after in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        yield start, "\n".join(lines[start - 1 : after - 1])


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Returns the line of a key, or of the nearest table above it that has one; 0 where there is none."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)


def _path(name: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(PART, name))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yields the first line of each statement with its number; lists and long texts go on over further lines."""
    depth, quote = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if not depth and not quote:
            yield number, line
            if HEADER.match(line) and not KEY.match(line):
                continue
        depth, quote = _open(line, depth, quote)


def _open(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Returns how many brackets, and which long text, are open after a line."""
    at = 0
    while at < len(line):
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return depth, quote
            at, quote = end + 3, ""
            continue
        token = TOKEN.search(line, at)
        if token is None:
            return depth, quote
        at = token.end()
        if token[0] in ('"""', "'''"):
            quote = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth = max(depth - 1, 0)
    return depth, quote
