"""A part of a paper, and how parts are put together: numbered, what is empty said at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deals.model import Project
from reports.report import (
    Block,
    Drawing,
    ReportHeading,
    ReportList,
    ReportPicture,
    ReportTable,
    drop_blank_columns,
)
from reports.report_context import ReportContext
from wording import _, pgettext


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A part under its heading. One without blocks is left out, and `missing` says what it lacks.

    The latter is a line that names the key by which it is added; empty where nothing is.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    missing: str = ""


def assemble_parts(parts: Sequence[ReportPart]) -> tuple[Block, ...]:
    """Put the parts that say something under one another, numbered, and last what is missing."""
    shown = [part for part in parts if part.blocks]
    blocks: list[Block] = []
    for at, part in enumerate(shown):
        blocks += [ReportHeading(_number_title(at, part.title)), *map(_tidy_block, part.blocks)]
    missing = tuple(part.missing for part in parts if part.missing and not part.blocks)
    if missing:
        blocks += [ReportHeading(_("Not worked out yet"), 2), ReportList(missing)]
    return tuple(blocks)


def _tidy_block(block: Block) -> Block:
    return drop_blank_columns(block) if isinstance(block, ReportTable) else block


def _number_title(at: int, title: str) -> str:
    numbers = pgettext("numbers of parts", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16").split()
    return pgettext("part", "{number}. {title}").format(number=numbers[at], title=title)


def list_drawn(
    title: str, drawings: Sequence[Drawing], text: tuple[str, ...]
) -> Iterator[ReportPicture]:
    """Yield the pages of a picture, numbered where there are several; the first has the text."""
    for at, drawing in enumerate(drawings, 1):
        pages = f" ({at}/{len(drawings)})" if len(drawings) > 1 else ""
        yield ReportPicture(f"{title}{pages}", drawing, text if at == 1 else ())


def asked_project(context: ReportContext) -> Project:
    """Return the project that a paper is about."""
    if context.project is None:
        raise ValueError("a paper about a project is made of one")
    return context.project


def stack_texts(*texts: str | None) -> str:
    """Return the texts that there are below one another."""
    return "\n".join(filter(None, texts))


def join_words(texts: Iterable[str | None]) -> str:
    """Return the texts that there are in one line."""
    return _(", ").join(filter(None, texts))


def name_value(name: str, value: str | None) -> str:
    """Return a value behind its name; empty where there is none."""
    return _(": ").join((name, value)) if value else ""


def head_of(title: str) -> str:
    """Return what a field is called with a capital, as it stands at the head or side of a table."""
    return title[:1].upper() + title[1:]
