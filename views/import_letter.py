"""The import letter: for each owner what an import changed, contradicts, refused and misses.

Values first, so that a screen, a shell and a script say the same; whom to ask stands with each.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from shlex import quote
from typing import Any, Literal, Protocol

from deals.edits.store_settings import source_name
from deals.errors import UserError
from deals.model import Book, Project
from deals.twins import twin_owners
from views.import_report import (
    SETTING_OF,
    ImportedRow,
    ImportReport,
    TwinRows,
    changes_text,
    rows_place,
)
from views.row_changes import last_move, still_text
from views.source_remarks import SourceNote
from wording import N_, _, ngettext
from wording.errors import one_line, say, short_path, whole_path

LetterKind = Literal[
    "contradicts", "handed-over", "refused", "gone", "twin", "near", "added", "changed"
]


class NearNames(Protocol):
    """A customer that is new, and the known ones that may be the same."""

    @property
    def name(self) -> str:
        """The new name."""

    @property
    def known(self) -> Sequence[tuple[str, int]]:
        """Each known name with how many projects it has."""


class LetterReport(ImportReport, Protocol):
    """The result of an import with the book after it."""

    @property
    def book(self) -> Book:
        """The book."""

    @property
    def near(self) -> Sequence[NearNames]:
        """The new customers that may be known by another name."""


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing that an import brought up: of which project, where it stands, in words.

    `ask` are the owners who know, `since` is the day since when it is so, where it is known.
    """

    kind: LetterKind
    project: str
    id: str | None
    text: str
    place: str = ""
    ask: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class OwnerLetter:
    """What an import has to say to one owner, empty for none: its items, and counts by outcome."""

    owner: str
    items: tuple[LetterItem, ...]
    counts: Mapping[str, int]

    @property
    def questions(self) -> tuple[LetterItem, ...]:
        """The items that want an answer."""
        return tuple(item for item in self.items if item.kind not in NEWS)


@dataclass(frozen=True, slots=True)
class ImportLetter:
    """What the import of a file has to say, by owner."""

    file: str
    owners: tuple[OwnerLetter, ...]

    @property
    def questions(self) -> int:
        """How much of it wants an answer."""
        return sum(len(letter.questions) for letter in self.owners)


KINDS: Sequence[LetterKind] = (
    "contradicts",
    "handed-over",
    "twin",
    "gone",
    "refused",
    "near",
    "added",
    "changed",
)
"""In which order a letter says things: what wants an answer first."""
NEWS: Sequence[LetterKind] = ("added", "changed")
"""What is only told."""
HANDED = N_("handed over from {old} to {new}")
HANDED_TWIN = N_(
    "handed over from {old} to {new}? {source} has {count} of the projects of {former}; it counts "
    "twice until d on the pipeline, or netloft merge, makes one deal of it"
)
TWICE = N_("it is listed twice here: one deal?")
GONE_TWICE = N_("gone from {source} since {day}; {owners} has a similar entry: the same deal?")
ADDED = N_("new project  {customer}")
GONE_TWIN = N_("gone from {source} since {day}; {owners} has it now: handed over?")
GONE = N_("gone from {source} since {day}")
GONE_SEEN = N_("gone from {source} since {day}; it was last in the table of {seen}")
ASK = N_("ask {owners}: {project}: {text}")
ASK_REFUSED = N_("ask {owners}: {text}")
NEAR = N_("{name} is a new customer: the same as {known}?")
NEAR_OWNER = N_("{name} is a new owner: the same as {other}?")
RENAME = N_("{text} netloft customers --rename {pair}")
SHOWN_CELLS = 5


def write_letters(report: LetterReport) -> tuple[OwnerLetter, ...]:
    """Return the letters of an import, one for each owner whom it is about."""
    items: dict[str, list[LetterItem]] = defaultdict(list)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    projects = report.book.projects
    for row in report.outcomes:
        if row.kind == "passed":
            continue
        counts[row.owner][row.kind] += 1
        items[row.owner] += _row_items(row, projects.get(row.id or ""))
    named = set(filter(None, counts))
    news = {gone.id for gone in report.gone}
    left = [
        project
        for project in projects.values()
        if project.sources and (project.owner in named or project.id in news)
    ]
    twins_of = twin_owners(report.book) if left else {}
    for project in left:
        items[project.owner] += _gone_items(project, report.book, twins_of.get(project.id, ()))
    for owner, item in (*_twin_items(report), *_near_items(report)):
        items[owner].append(item)
    owners = dict.fromkeys((*counts, *items))
    return tuple(
        OwnerLetter(owner, tuple(sorted(items[owner], key=_place_of_kind)), dict(counts[owner]))
        for owner in owners
    )


def _twin_items(report: LetterReport) -> Iterator[tuple[str, LetterItem]]:
    """Yield for each owner of a deal that is there twice who else has it."""
    for twins in report.twins:
        handed = hand_over_text(twins, report.book)
        for id_, owner in twins.projects:
            yield owner, _twin_item(twins.name, id_, owner, twins.projects, handed)


def _near_items(report: LetterReport) -> Iterator[tuple[str, LetterItem]]:
    """Yield for each owner of a new customer's projects which known ones it may be.

    So for a new owner, who may be another.
    """
    for near in report.near:
        for project in _first_projects(report, near.name):
            ask, text = _owners(project.owner), near_text(near)
            yield project.owner, LetterItem("near", project.name, project.id, text, ask=ask)
    for note in report.remarks:
        if note.code == "near-owner":
            text = near_owner_text(note)
            yield note.text, LetterItem("near", "", None, text, ask=_owners(note.text))


def _first_projects(report: LetterReport, customer: str) -> list[Project]:
    """Return each owner's first project of a customer among those of the report's rows."""
    first: dict[str, Project] = {}
    for row in report.outcomes:
        project = report.book.projects.get(row.id or "")
        if project is not None and project.customer == customer:
            first.setdefault(project.owner, project)
    return list(first.values())


def _place_of_kind(item: LetterItem) -> int:
    return KINDS.index(item.kind)


def _owners(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _row_items(row: ImportedRow, project: Project | None) -> Iterator[LetterItem]:
    """Yield what the rows of a project bring up."""
    file = short_path(row.file)
    place = _(", ").join(filter(None, (file, rows_place(row))))
    for refusal in row.refusals:
        if SETTING_OF.get(refusal.code) in ("currency", "han_currency"):
            continue  # whoever imports says it, once for all rows
        cell = " ".join(filter(None, (file, _cell(refusal)))) if _cell(refusal) else place
        yield LetterItem("refused", row.project, row.id, say(refusal), cell, _owners(row.owner))
    if row.still:
        yield _contradiction(row, project, place)
    if row.kind == "added":
        text = _(ADDED).format(customer=one_line(project.customer if project else ""))
        yield LetterItem("added", row.project, row.id, text.strip(), place)
    if row.kind != "changed":
        return
    moved = next((change for change in row.changes if change.field == "owner"), None)
    if moved and moved.old and moved.new:
        text = _(HANDED).format(old=one_line(moved.old), new=one_line(moved.new))
        ask = _owners(moved.old, moved.new)
        yield LetterItem("handed-over", row.project, row.id, text, place, ask)
    yield LetterItem("changed", row.project, row.id, changes_text(row), place)


def _cell(refusal: UserError) -> str:
    """Return the cell that a refusal is about, behind its sheet."""
    figures = refusal.figures
    parts = (figures.get("sheet"), figures.get("cell"))
    return " ".join(f"{part}" for part in parts if part) if figures.get("cell") else ""


def _contradiction(row: ImportedRow, project: Project | None, place: str) -> LetterItem:
    """Return in what a table still says something else than we do, and since when."""
    days = [day for change in row.still if project and (day := last_move(project, change))]
    owners = [name for move in row.still if move.field == "owner" for name in (move.new, move.old)]
    ask = _owners(*owners, row.owner, project.owner if project else "")
    name, text = project.name if project else row.project, still_text(row, project)
    return LetterItem("contradicts", name, row.id, text, place, ask, max(days, default=None))


def _gone_items(project: Project, book: Book, twins: Sequence[str]) -> Iterator[LetterItem]:
    """Yield the tables that held a project which goes on, and hold it no longer, with the day.

    One that another owner has too may have been handed over, one that its owner has twice was
    perhaps only corrected.
    """
    for ref in project.missing_from if project.status in ("open", "on_hold") else ():
        named = source_name(book, ref.source)
        source = one_line(" / ".join(filter(None, (named, ref.sheet))))
        figures = {"source": source, "day": ref.gone, "owners": _join(twins)}
        again = twins and set(twins) == {project.owner}
        sentence = GONE_TWICE if again else GONE_TWIN if twins else GONE_SEEN if ref.seen else GONE
        text = _(sentence)
        text = text.format(**figures, seen=one_line(ref.seen))
        ask = _owners(ref.owner, project.owner, *twins)
        yield LetterItem("gone", project.name, project.id, text, ask=ask, since=ref.gone)


def hand_over_text(twins: TwinRows, book: Book) -> str:
    """Say that twins may be one deal that a table under another name has for another owner.

    Empty where they are not likely to be that.
    """
    found = twins.handed
    if found is None:
        return ""
    sources = {
        "former": one_line(source_name(book, found.former)),
        "source": one_line(source_name(book, found.source)),
    }
    owners = {"old": one_line(found.old), "new": one_line(found.new)}
    return _(HANDED_TWIN).format(**owners, **sources, count=found.alike)


def _twin_item(
    name: str, id_: str, owner: str, projects: Sequence[tuple[str, str]], handed: str
) -> LetterItem:
    others = [other for each, other in projects if each != id_ and other != owner]
    text = ngettext("{owners} has it too", "{owners} have it too", len(others))
    text = text.format(owners=_join(others)) if others else _(TWICE)
    return LetterItem("twin", name, id_, handed or text, ask=_owners(owner, *others))


def _join(names: Iterable[str]) -> str:
    return _(", ").join(map(one_line, names))


def question_lines(letters: Iterable[OwnerLetter]) -> list[str]:
    """Return a line for each thing that wants an answer, with whom to ask; twins are asked once.

    What was refused of an owner's rows is one line: the refusals are told in full elsewhere, as are
    customers that may be known. Of rows without an owner nobody can be asked.
    """
    lines: dict[str, None] = {}
    asked: set[object] = set()
    for letter in letters:
        for item in letter.questions:
            if item.kind == "twin":
                group = (item.project, frozenset(item.ask))
                if group in asked:
                    continue
                asked.add(group)
            if item.kind not in ("refused", "near"):
                lines[item_line(item)] = None
        if letter.owner and (cells := _refused_cells(letter)):
            lines[_refused_line(letter.owner, cells)] = None
    return list(lines)


def near_text(near: NearNames) -> str:
    """Return that a customer is new, and which known ones it may be."""
    known = _(", ").join(
        ngettext("{name} ({count} project)", "{name} ({count} projects)", count).format(
            name=one_line(name), count=count
        )
        for name, count in near.known
    )
    return _(NEAR).format(name=one_line(near.name), known=known)


def near_owner_text(note: SourceNote) -> str:
    """Return that an owner is new, and who it may be."""
    return _(NEAR_OWNER).format(name=one_line(note.text), other=one_line(note.other))


def rename_line(near: NearNames) -> str:
    """Return the same with the command that makes them one."""
    pair = quote(f"{near.name}={near.known[0][0]}")
    return _(RENAME).format(text=near_text(near), pair=pair)


def item_line(item: LetterItem) -> str:
    """Return an item in a line, whom to ask first."""
    project, text = one_line(item.project), whole_path(item.text)
    return _(ASK).format(owners=_join(item.ask) or "?", project=project, text=text)


def _refused_cells(letter: OwnerLetter) -> list[str]:
    return [item.place or item.project for item in letter.items if item.kind == "refused"]


def _refused_line(owner: str, cells: Sequence[str]) -> str:
    shown = _join(cells[:SHOWN_CELLS])
    if (more := len(cells) - SHOWN_CELLS) > 0:
        shown = ngettext("{cells} and {count} more", "{cells} and {count} more", more).format(
            cells=shown, count=more
        )
    text = ngettext("{count} to correct: {cells}", "{count} to correct: {cells}", len(cells))
    text = text.format(count=len(cells), cells=shown)
    return _(ASK_REFUSED).format(owners=one_line(owner), text=text)


# Kept for later ----------------------------------------------------------------------------------

MOST_KEPT = 300


def dump_letter(letter: ImportLetter) -> str:
    """Return a letter as the text that keeps it; of what is only told `MOST_KEPT` at most."""
    left = MOST_KEPT
    owners: list[object] = []
    for each in letter.owners:
        news = [item for item in each.items if item.kind in NEWS][:left]
        left -= len(news)
        items = [_dump_item(item) for item in (*each.questions, *news)]
        owners.append({"owner": each.owner, "counts": dict(each.counts), "items": items})
    return json.dumps({"file": letter.file, "owners": owners}, ensure_ascii=False)


def _dump_item(item: LetterItem) -> dict[str, object]:
    fields = {
        "kind": item.kind,
        "project": item.project,
        "id": item.id,
        "text": item.text,
        "place": item.place,
        "ask": item.ask,
        "since": item.since and item.since.isoformat(),
    }
    return {name: value for name, value in fields.items() if value}


def load_letter(text: str) -> ImportLetter | None:
    """Read a letter that was kept; None for another text."""
    try:
        whole = json.loads(text)
        owners = tuple(
            OwnerLetter(
                str(each["owner"]),
                tuple(map(_load_item, each["items"])),
                {str(kind): int(count) for kind, count in each["counts"].items()},
            )
            for each in whole["owners"]
        )
        return ImportLetter(str(whole["file"]), owners)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None


def _load_item(fields: Mapping[str, Any]) -> LetterItem:
    since = fields.get("since")
    return LetterItem(
        next(kind for kind in KINDS if kind == fields["kind"]),
        str(fields.get("project", "")),
        str(fields["id"]) if "id" in fields else None,
        str(fields.get("text", "")),
        str(fields.get("place", "")),
        tuple(map(str, fields.get("ask", ()))),
        date.fromisoformat(since) if since else None,
    )
