"""The sample book: the projects of a made-up seller of networks, dated from today.

Facts and texts stand in `store/samples`, each text in every language.
"""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

from deals.model import Book, Stamp
from deals.refusal import Refusal
from store.sample_records import project

LANGUAGES = ("en", "zh_CN")
FIRST, LAST = date(2001, 1, 1), date(2098, 12, 31)
"""The days that the sample can be dated from."""

_FILES = (
    "complete_dispatch",
    "complete_metro",
    "complete_hospital",
    "troubled",
    "steady",
    "advanced",
    "ended",
)


def sample_book(lang: str, stamp: Stamp, me: str) -> Book:
    """The sample in `lang` (`en` or `zh_CN`) as of the stamp's today.

    The same day and language make the same book, ids included. `me` owns about a quarter of it.
    Refusal `sample-day` (day, first, last) where its windows would be of years nobody can write.
    """
    if not FIRST <= stamp.today <= LAST:
        raise Refusal("sample-day", day=f"{stamp.today}", first=f"{FIRST}", last=f"{LAST}")
    words = _read("words", lang)
    ours = {**words["owners"], **words["ours"], "me": me}
    tables = [table for name in _FILES for table in _read(name, lang)["projects"]]
    for table in tables:
        table["owner"] = ours[table["owner"]]
        table["ours"] = ours
        table["product"] = words["products"][table["product"]]
    return Book().with_projects(*(project(table, lang, stamp.today) for table in tables))


def _read(name: str, lang: str) -> Any:
    text = (files("store") / "samples" / f"{name}.toml").read_text("utf-8")
    return _said(tomllib.loads(text), lang)


def _said(value: Any, lang: str) -> Any:
    """What a file says in one language.

    A table of languages becomes its text; one with facts beside the languages keeps the facts and
    has the text as `text`.
    """
    if isinstance(value, list):
        return [_said(one, lang) for one in value]
    if not isinstance(value, dict):
        return value
    facts = {key: _said(one, lang) for key, one in value.items() if key not in LANGUAGES}
    if lang not in value:
        return facts
    return {**facts, "text": value[lang]} if facts else value[lang]
