"""The filter language of `/` and `--filter`: words and `key:value` terms, all of which must hold.

    hz "dispatch net" -owner:me stage>=P3 amount>50万 signs<2026-Q3 cr<3 flag:overdue

A word or quoted phrase is looked for in the names of project, customer, owner and contacts, in
Chinese ones by initials and pinyin too; a leading `-` negates any term. `deals.filter_values` says
what each key compares. A comparison is true of known values only: `amount>50万` and `amount<=50万`
both leave out a project without an amount, while the negation `-amount>50万` lets it in.
Full-width `：＞＜－＝` and curly quotes do as well, and a quote still open runs to the end, so that
a filter may be tried as it is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deals.filter_terms import FilterContext, Subject, Term, Test, bare_word
from deals.filter_values import READERS
from deals.model import Project
from deals.refusal import Refusal
from deals.search import SearchIndex
from deals.triage import Assessment

__all__ = ["Filter", "FilterContext", "parse_filter"]

_TYPED_AS = str.maketrans({"“": '"', "”": '"', "≥": ">=", "≤": "<=", "≠": "!="})
_TERM = re.compile(
    r"""\s* (?P<minus>-?)
        (?: (?P<key>[^\W\d]+) (?P<operator><=|>=|!=|[:=<>]) )?
        (?: "(?P<phrase>[^"]*)"? | (?P<word>\S*) )""",
    re.VERBOSE,
)


@dataclass(frozen=True, eq=False)
class Filter:
    """A filter as parsed: `text` as typed, and whether it says itself which statuses it wants."""

    text: str
    names_status: bool
    _tests: tuple[Test, ...]
    _index: SearchIndex

    def prepare(self, projects: Iterable[Project]) -> None:
        """Make ready to be tried on all these; saves much when they have not been looked at yet."""
        if self._tests:
            self._index.fold(projects)

    def matches(self, project: Project, assessment: Assessment) -> bool:
        """Whether every term holds for the project, assessed as of the day it is looked at."""
        if not self._tests:
            return True
        subject = Subject(project, assessment, self._index.texts(project))
        return all(test(subject) for test in self._tests)


def parse_filter(text: str, context: FilterContext) -> Filter:
    """The filter that `text` says; an empty one matches everything.

    Whatever is typed is read or refused, `word` naming the term: `filter-unfinished` (no value
    yet), `filter-key`, `filter-operator`, or `filter-<key>` for a value that the key cannot read.
    """
    tests, keys = [], set()
    for term, negated in _terms(text):
        test = _test(term, context)
        keys.add(term.key)
        tests.append(_negation(test) if negated else test)
    return Filter(text, "status" in keys, tuple(tests), context.index)


def _terms(text: str) -> Iterator[tuple[Term, bool]]:
    plain = unicodedata.normalize("NFKC", text).translate(_TYPED_AS).rstrip()
    at = 0
    while at < len(plain):
        found = _TERM.match(plain, at)
        if found is None or found.end() == at:
            raise Refusal("filter-unfinished", word=plain[at:])
        at = found.end()
        parts = found.groupdict("")
        value = " ".join((parts["phrase"] or parts["word"]).split())
        word = found[0].strip()
        if not value:
            raise Refusal("filter-unfinished", word=word)
        yield Term(word, parts["key"].casefold(), parts["operator"], value), bool(parts["minus"])


def _test(term: Term, context: FilterContext) -> Test:
    if not term.key:
        return bare_word(term, context)
    reader = READERS.get(term.key)
    if reader is None:
        raise Refusal("filter-key", word=term.word, key=term.key)
    return reader(term, context)


def _negation(test: Test) -> Test:
    return lambda subject: not test(subject)
