"""The terms of the filter language taken apart, and those that look for words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from deals.model import Project
from deals.playbook import Playbook
from deals.refusal import Refusal
from deals.search import SearchIndex, Texts
from deals.triage import Assessment


@dataclass(frozen=True, slots=True)
class FilterContext:
    """What a filter is read against: the playbook, who `me` is, and the index that words use."""

    playbook: Playbook
    me: str
    index: SearchIndex


class Subject(NamedTuple):
    """What a term is tried on."""

    project: Project
    assessment: Assessment
    texts: Texts


class Term(NamedTuple):
    """One term as typed (`word`) and taken apart; a bare word has neither key nor operator."""

    word: str
    key: str
    operator: str
    value: str


Test = Callable[[Subject], bool]
Reader = Callable[[Term, FilterContext], Test]
"""What reads the value of one key; refuses by `filter-<key>` with the `word` and its `value`."""


def bare_word(term: Term, context: FilterContext) -> Test:
    """A word or phrase anywhere in the names of project, customer, owner and contacts."""
    word = context.index.word(term.value)
    return lambda subject: word.within(subject.texts.everything)


def text_reader(field: Callable[[Texts], str]) -> Reader:
    """What reads a key that looks in one field: `:` for holding the value, `=` for being it."""

    def read(term: Term, context: FilterContext) -> Test:
        word = context.index.word(term.value)
        if term.operator == ":":
            return lambda subject: word.within(field(subject.texts))
        return either(term, lambda subject: word.whole(field(subject.texts)))

    return read


def read_owner(term: Term, context: FilterContext) -> Test:
    """An owner; `me` is who looks, by the whole name, or an owner who is written `me`."""
    if term.value.casefold() != "me":
        return text_reader(lambda texts: texts.owner)(term, context)
    names = [context.index.word(name) for name in ("me", context.me) if name]
    return either(term, lambda subject: any(one.text == subject.texts.owner for one in names))


def either(term: Term, holds: Test) -> Test:
    """The test of what holds or not and is never more or less; refuses `filter-operator`."""
    if term.operator in (":", "="):
        return holds
    if term.operator == "!=":
        return lambda subject: not holds(subject)
    raise Refusal("filter-operator", word=term.word, key=term.key, operator=term.operator)
