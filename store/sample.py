"""The sample book: the projects of a made-up seller of networks, dated from today.

Facts and texts stand in `store/samples`, each text in every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from deals.ids import RANDOM_BYTES
from deals.market import rivals_of
from deals.model import SHARED, US, Book, Competitor, Product, Project, Stamp
from deals.refusal import Refusal
from store.sample_plans import Thoughts
from store.sample_records import WORKING_HOUR, project

LANGUAGES = ("en", "zh_CN")
FIRST, LAST = date(2001, 1, 1), date(2098, 12, 31)
"""The days that the sample can be dated from."""

_RANDOM_CHARACTERS = RANDOM_BYTES * 8 // 5

_FILES = (
    "complete_dispatch",
    "complete_metro",
    "complete_hospital",
    "troubled",
    "steady",
    "advanced",
    "ended",
)
_THOUGHTS = (
    "strategy_dispatch",
    "strategy_metro",
    "strategy_hospital",
    "strategy_others",
    "reviews",
)
"""What was thought out about the projects, by their keys."""


def sample_book(lang: str, stamp: Stamp, me: str) -> Book:
    """The sample in `lang` (`en` or `zh_CN`) as of the stamp's today.

    The same day and language make the same book, ids included. `me` owns about a quarter of it.
    Refusal `sample-day` (day, first, last) where its windows would be of years nobody can write.
    """
    if not FIRST <= stamp.today <= LAST:
        raise Refusal("sample-day", day=f"{stamp.today}", first=f"{FIRST}", last=f"{LAST}")
    words, market = _read("words", lang), _read("market", lang)
    ours = {**words["owners"], **words["ours"], "me": me}
    rivals = {key: one.get("name", US) for key, one in market["competitors"].items()}
    thoughts = {key: one for name in _THOUGHTS for key, one in _read(name, lang).items()}
    tables = [table for name in _FILES for table in _read(name, lang)["projects"]]
    for table in tables:
        table |= {"owner": ours[table["owner"]], "ours": ours, "rivals": rivals}
        table["product"] = words["products"][table["product"]]
        table["thoughts"] = thoughts.get(table["key"], {})
    projects = (project(table, lang, stamp.today) for table in tables)
    reader = Thoughts(ours, me, stamp.today)
    return Book().with_projects(*projects).with_lists(**_shared(market, words["products"], reader))


def with_sample(book: Book, lang: str, stamp: Stamp, me: str) -> Book:
    """The book with the sample in it: projects, competitors and products.

    What the book says of a competitor or a product of the same name stays as it is.
    """
    sample = sample_book(lang, stamp, me)
    lists: dict[str, tuple[Any, ...]] = {}
    for name in SHARED:
        there = getattr(book, name)
        known = {one.name for one in there}
        lists[name] = (*there, *(one for one in getattr(sample, name) if one.name not in known))
    return book.with_projects(*sample.projects.values()).with_lists(**lists)


def _shared(market: Any, products: Any, reader: Thoughts) -> dict[str, tuple[Any, ...]]:
    """The competitors, ourselves among them, and the products of the portfolio."""
    competitors = [
        {
            "name": one.get("name", US),
            "notes": [
                {"dimension": dimension, **reader.entry(cell, "note")}
                for dimension, cell in one["notes"].items()
            ],
        }
        for one in market["competitors"].values()
    ]
    portfolio = [
        {"name": products[key], **reader.entry(one, "note")}
        for key, one in market["products"].items()
    ]
    return {
        "competitors": tuple(Competitor.model_validate(one) for one in competitors),
        "products": tuple(Product.model_validate(one) for one in portfolio),
    }


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


# Finding it again --------------------------------------------------------------------------------


def sample_ids(book: Book) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the sample's projects in a book: of those left as they were put in, and of those
    that somebody has edited since.

    The random part of a sample's id is made of its key, on whatever day and in whatever language
    it was put in.
    """
    there = [one for one in book.projects.values() if _made_at_work(one)]
    if not there:
        return (), ()
    known = _since_made()
    samples = [one for one in there if _tail(one) in known]
    untouched = {one.id for one in samples if _age(one) == known[_tail(one)]}
    return (
        tuple(one.id for one in samples if one.id in untouched),
        tuple(one.id for one in samples if one.id not in untouched),
    )


def without_samples(book: Book, ids: Collection[str]) -> Book:
    """The book less these projects of the sample, and less what the sample says of competitors and
    products where nobody has edited it and no project that stays has to do with it.
    """
    after = book.without(*ids)
    staying = after.projects.values()
    rivals = {name.casefold() for one in staying for name in (*rivals_of(one), one.review.rival)}
    # Every project has a column of ours: what the sample says in it is for its own projects.
    rivals = rivals | {US} if any(sample_ids(after)) else rivals - {US}
    sold = {(one.product or "").strip().casefold() for one in staying}
    made = _made_shared()
    lists: dict[str, tuple[Any, ...]] = {}
    for name, used in (("competitors", rivals), ("products", sold)):
        there: tuple[Competitor | Product, ...] = getattr(book, name)
        kept = [one for one in there if one.name.casefold() in used or _unsigned(one) not in made]
        lists[name] = tuple(kept) if len(kept) < len(there) else there
    return after.with_lists(**lists)


def _tail(one: Project) -> str:
    return one.id[-_RANDOM_CHARACTERS:]


def _age(one: Project) -> timedelta:
    return one.updated_at - one.created_at


def _made_at_work(one: Project) -> bool:
    """Whether it can be of the sample at all, told without reading the sample."""
    return one.created_at.astimezone(UTC).timetz() == WORKING_HOUR


@cache
def _since_made() -> Mapping[str, timedelta]:
    """How long after its making each project of the sample was edited last, by the tail of ids."""
    return {_tail(one): _age(one) for one in _any_sample(LANGUAGES[0]).projects.values()}


@cache
def _made_shared() -> frozenset[str]:
    """What the sample says of competitors and products, in every language."""
    samples = [_any_sample(lang) for lang in LANGUAGES]
    return frozenset(
        _unsigned(one)
        for sample in samples
        for records in (sample.competitors, sample.products)
        for one in records
    )


def _any_sample(lang: str) -> Book:
    return sample_book(
        lang, Stamp(at=datetime.combine(FIRST, WORKING_HOUR), by="", today=FIRST), ""
    )


def _unsigned(one: Competitor | Product) -> str:
    """The record without who wrote it and when: that is another day each time."""
    return repr(one.model_dump(exclude={"notes": {"__all__": {"by", "on"}}}))
