"""What a store knows of the team whose copy it is: who works here, and the reporting line below.

A sync puts it there, so that it is known without a line to the server. It is of this copy alone:
never sent, and no part of an export.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

from deals.model import Book, StoreSetting
from deals.reporting_line import LinePerson, ReportingLine

_PERSON, _LINE = "team person", "team line"


def recall_team_person(book: Book) -> str:
    """Return who works here by the team's server, empty where there is none."""
    return _recall(book, _PERSON)


def recall_line(book: Book) -> ReportingLine | None:
    """Return who reports to whom among those whom one sees; None in a store of no team."""
    return _read_line(_recall(book, _LINE))


def keep_team(book: Book, person: str, line: ReportingLine | None) -> Book:
    """Return the book that knows who works here by the team's server and, where that was asked, the
    reporting line; the same one where it does.
    """
    known = {name: _recall(book, name) for name in (_PERSON, _LINE)}
    after = {**known, _PERSON: person, **({_LINE: _write_line(line)} if line else {})}
    if after == known:
        return book
    others = tuple(each for each in book.store_settings if each.name not in after)
    settings = (StoreSetting(name=name, value=text) for name, text in after.items() if text)
    return book.with_lists(store_settings=(*others, *settings))


def without_team(book: Book) -> Book:
    """Return the book as one of no team, to be handed on; the same one where it is."""
    others = tuple(each for each in book.store_settings if each.name not in (_PERSON, _LINE))
    return book if others == book.store_settings else book.with_lists(store_settings=others)


def leads_team(book: Book) -> bool:
    """Whether the win rates of who works here are the team's, as the server has it: of who leads
    those who report to nobody. In a store of no team they are one's own.
    """
    line = recall_line(book)
    if line is None:
        return not recall_team_person(book)
    top, reports = line.people[line.top], map(line.people.__getitem__, line.reports_of(line.top))
    return top.reports_to is None and (top.leads or not all(each.revoked for each in reports))


def _recall(book: Book, name: str) -> str:
    return next((each.value for each in book.store_settings if each.name == name), "")


def _write_line(line: ReportingLine) -> str:
    people = [list(person) for person in sorted(line.people.values())]
    known = {"top": line.top, "people": people, **({"makers": line.makers} if line.makers else {})}
    return json.dumps(known, ensure_ascii=False)


@lru_cache(maxsize=4)
def _read_line(text: str) -> ReportingLine | None:
    """Read what `_write_line` wrote; what an edited store says otherwise is none."""
    try:
        known = json.loads(text or "null")
        if known is None:
            return None
        line = ReportingLine.of(known["top"], [LinePerson(*p) for p in known["people"]])
        return replace(line, makers=dict(known.get("makers", {})))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
