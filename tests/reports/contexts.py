"""Contexts of papers in tests: the sample of a pinned day, and a book of hostile texts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

from deals.model import Book, Project, Stamp
from reports.report_context import ReportContext
from reports.report_kinds import KINDS, ReportKind
from store.sample import sample_book
from tests.deals.makers import DEFAULT

TODAY = date(2026, 11, 30)
ME = "林悦"
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "' onclick='alert(1)",
    '<img src=x onerror="alert(1)">',
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "a | b || c",
    "first\nsecond\n# third",
    "]]><svg onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><b>",
    "--><!-- x",
    "{{ 7 * 7 }} {% raw %}",
    "`code` ``` *b* _i_ [x](http://evil.example) ![y](//evil.example/z.png)",
    "# heading",
    "1. item",
    "&lt;b&gt; &amp; &#60;",
    "https://evil.example/ www.evil.example a@evil.example",
    "\u202etxt.exe\u202c \u2066x\u2069",
    "bell\a nul\0 esc\x1b[31m del\x7f",
    "$x$ ~~y~~",
)
"""Names that mean something to one of the formats, or to who reads it."""


def written_kinds() -> list[ReportKind]:
    """Return the kinds whose module there is."""
    folder = Path(__file__).parents[2] / "reports" / "kinds"
    return [kind for kind in KINDS.values() if (folder / f"{kind.module}.py").exists()]


@cache
def sample(lang: str) -> Book:
    """Return the sample in a language as of the pinned day."""
    at = datetime.combine(TODAY, time(9), UTC)
    return sample_book(lang, Stamp(at=at, by=ME, today=TODAY), ME)


def sample_context(lang: str) -> ReportContext:
    """Return the context of a paper about the whole sample."""
    return ReportContext(sample(lang), DEFAULT, TODAY, me=ME)


_PLAIN = re.compile(r"[A-Za-z0-9_:.+\-]*")
_KEPT = frozenset({"amount", "signs"})


@cache
def hostile_book() -> Book:
    """Return the sample with its three fullest projects, every word of which is hostile."""
    book = sample("zh_CN")
    fullest = sorted(book.projects.values(), key=lambda each: -len(each.contacts))[:3]
    words: dict[str, str] = {}
    names = cycle(HOSTILE)

    def spoil(value: Any, key: str = "") -> Any:
        match value:
            case dict():
                return {name: spoil(each, name) for name, each in value.items()}
            case list():
                return [spoil(each, key) for each in value]
            case str() if key not in _KEPT and not _PLAIN.fullmatch(value):
                return words.setdefault(value, next(names))
        return value

    def keep_money(before: Project) -> Any:
        dumped = spoil(before.model_dump(mode="json"))
        fresh = before.model_dump(mode="json")
        return {**dumped, **{key: fresh[key] for key in _KEPT}}

    projects = [Project.model_validate(keep_money(each)) for each in fullest]
    return replace(book, projects={each.id: each for each in projects})


def context_for(kind: ReportKind, book: Book) -> ReportContext:
    """Return a context that has what a kind is about: the fullest project, and its owner."""
    context = ReportContext(book, DEFAULT, TODAY, me=ME, filter="x")
    fullest = max(book.projects.values(), key=lambda each: len(each.contacts))
    match kind.subject:
        case "project":
            return replace(context, project=fullest, filter="")
        case "owner":
            return replace(context, owner=fullest.owner)
        case _:
            return context
