"""A page of the docs as its pieces, each with the line at which it begins.

A piece is a fenced block, or a comment that says something of the page or of the block below it:
`start: empty|sample|team`, `file NAME` with the content in the lines that follow, `exit CODE`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

CHINESE, ENGLISH = "zh_CN", "en"
_FENCE = re.compile(r"(\s*)(`{3,})(.*)")
_HEADING = re.compile(r"(#{1,6}) +(.+?)(?: +#+)?")
_COMMENT = re.compile(r"\s*<!--(.*?)(-->|$)")
_SAYS = re.compile(r"(start|file|exit)\b(.*)")
_INLINE = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n\s*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_LINKS = (
    re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)"),
    re.compile(r"!\[[^\]]*\]\(\s*<?([^\s)>]+)"),  # a picture that is itself a link's text
    re.compile(r"^[ \t]*\[[^\]]+\]:\s+<?(\S+?)>?\s*$", re.MULTILINE),
    re.compile(r"<[a-z][^>]*?\s(?:src|href|srcset)=[\"']([^\"']+)[\"']"),
    re.compile(r"<([a-z]+:[^>\s]+)>"),
)
_APART = re.compile(r"\s*([-*+] |\d+\. |#|\||!\[|>)")
"""How a line begins that is no more of the line before."""
_TARGET = re.compile(r"<[a-z][^>]*?\s(?:id|name)=[\"']([^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block by the words behind its fence, or what a comment says: `start`, `file`, `exit`.

    `about` is what stands behind the word of a comment. The content of a block, or of a file,
    begins in the line below.
    """

    kind: str
    line: int
    content: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A text with its line: a heading, a link's target, a piece of code within a sentence."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page. `name` is its path from the root.

    `wrapped` are the lines that go on with the one before.
    """

    path: Path
    name: str
    pieces: tuple[Piece, ...]
    headings: tuple[Spot, ...]
    links: tuple[Spot, ...]
    codes: tuple[Spot, ...]
    anchors: frozenset[str]
    wrapped: tuple[int, ...]

    @property
    def language(self) -> str:
        """The language that the page is in, and what is run on it."""
        chinese = "zh" in Path(self.name).parts or ".zh" in self.name
        return CHINESE if chinese else ENGLISH

    def blocks(self, kind: str) -> list[Piece]:
        """Return the blocks of a kind, in their order."""
        return [piece for piece in self.pieces if piece.kind == kind]


def read_page(path: Path, root: Path) -> Page:
    """Read a page of the docs below `root`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    prose, pieces = _part_lines(lines)
    headings = tuple(
        Spot(number, found[2])
        for number, line in enumerate(prose, 1)
        if (found := _HEADING.fullmatch(line))
    )
    text = "\n".join(prose)
    bare = _INLINE.sub(lambda found: "\n" * found[0].count("\n"), text)
    return Page(
        path=path,
        name=path.relative_to(root).as_posix(),
        pieces=tuple(pieces),
        headings=headings,
        links=tuple(spot for pattern in _LINKS for spot in _spots(pattern, 1, bare)),
        codes=tuple(_spots(_INLINE, 2, text)),
        anchors=frozenset({*_slugs(headings), *_TARGET.findall(bare)}),
        wrapped=tuple(_wrapped(prose)),
    )


def _wrapped(prose: list[str]) -> Iterator[int]:
    for number, (before, line) in enumerate(pairwise(prose), 2):
        whole = before.lstrip().startswith(("#", "|", "![")) or not before.strip()
        if not whole and line.strip() and not _APART.match(line):
            yield number


def _spots(pattern: re.Pattern[str], group: int, text: str) -> Iterator[Spot]:
    for found in pattern.finditer(text):
        yield Spot(text.count("\n", 0, found.start()) + 1, " ".join(found[group].split()))


def _part_lines(lines: list[str]) -> tuple[list[str], list[Piece]]:
    """Part the lines that people read, the others left empty, from blocks and comments."""
    prose: list[str] = []
    pieces: list[Piece] = []
    at = 0
    while at < len(lines):
        number, line = at + 1, lines[at]
        if fence := _FENCE.fullmatch(line):
            end = _fence_end(lines, at, fence[2])
            text = _without_indent(lines[at + 1 : end], len(fence[1]))
            pieces.append(Piece(" ".join(fence[3].split()), number, text))
        elif comment := _COMMENT.match(line):
            end = at if comment[2] else _comment_end(lines, at)
            inside = [comment[1], *lines[at + 1 : end]]
            if says := _SAYS.fullmatch(inside[0].strip()):
                text = "".join(f"{each}\n" for each in inside[1:])
                pieces.append(Piece(says[1], number, text, says[2].strip(" :")))
        else:
            end = at
            prose.append(line)
        at = end + 1
        prose += [""] * (min(at, len(lines)) - len(prose))
    return prose, pieces


def _fence_end(lines: list[str], start: int, fence: str) -> int:
    ends = (at for at in range(start + 1, len(lines)) if lines[at].strip() == fence)
    return next(ends, len(lines))


def _comment_end(lines: list[str], start: int) -> int:
    ends = (at for at in range(start + 1, len(lines)) if lines[at].rstrip().endswith("-->"))
    return next(ends, len(lines))


def _without_indent(lines: list[str], indent: int) -> str:
    return "".join(f"{line[min(indent, len(line) - len(line.lstrip())) :]}\n" for line in lines)


def _slugs(headings: tuple[Spot, ...]) -> Iterator[str]:
    """Name the anchors that a forge makes of headings."""
    times: Counter[str] = Counter()
    for heading in headings:
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.text)
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        yield f"{slug}-{times[slug]}" if times[slug] else slug
        times[slug] += 1
