"""The filter language of `/` and `--filter`: words and `key:value` terms, all of which must hold.

    hz "dispatch net" -owner:me stage>=P3 amount>50万 signs<2026-Q3 cr<3 flag:overdue

Keys and values go by every name that the app shows, in both languages: `负责人:林 状态:暂停`.
A word or quoted phrase is looked for in the names of project, customer, owner and contacts and in
tags, in Chinese ones by initials and pinyin too, in notes and strategies; `-` negates any term.
`READERS` says what each key compares. A comparison is true of known values only: `amount>50万` and
`amount<=50万` both leave out a project without an amount, while the negation `-amount>50万` lets it
in.
Full-width `：＞＜－＝` and curly quotes do as well, and a quote still open runs to the end, so that
a filter may be tried as it is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from deals.customer_owners import CustomerOwners
from deals.errors import UserError
from deals.filter_words import KEY_NAMES, KEY_PROJECT_WORDS
from deals.model import Project, Severity
from deals.network.relationship import project_cr
from deals.numbers.day_rates import DayRates
from deals.own_columns import (
    OwnColumns,
    check_quotes,
    fold_own,
    own_day,
    own_field,
    own_key,
    own_number,
    own_text,
    part_terms,
    quote_name,
    read_own_name,
)
from deals.owners import ME_WORDS, owner_key
from deals.parsing.amounts import parse_amount
from deals.parsing.status_words import STATUS_WORDS, find_key_word, status_key
from deals.parsing.text import LatePattern, by_word, find_near_words, fold_text
from deals.parsing.time_words import Calendar
from deals.parsing.windows import parse_window
from deals.playbook import RANKS, Playbook
from deals.reporting_line import ReportingLine
from deals.rules.rule_names import find_rules
from deals.rules.triage import Assessment
from deals.search import ProjectTexts, SearchIndex


@dataclass(frozen=True, slots=True)
class FilterContext:
    """The context in which a filter is read: the playbook, who `me` is, and the search index.

    With a `calendar` times are read as people type them (`signs<EOY`), else with their year alone.
    `own` are the own columns of the projects that it is tried on, `rates` compare their money, and
    `customers` knows who leads projects at whose, `line` who reports to whom.
    """

    playbook: Playbook
    me: str
    index: SearchIndex
    calendar: Calendar | None = None
    own: OwnColumns = field(default_factory=OwnColumns)
    rates: DayRates = field(default_factory=DayRates)
    customers: CustomerOwners = field(default_factory=CustomerOwners)
    line: ReportingLine | None = None


class FilterSubject(NamedTuple):
    """A project as a term is tried on it: with its assessment and its searchable texts."""

    project: Project
    assessment: Assessment
    texts: ProjectTexts


class Term(NamedTuple):
    """One term as typed (`word`) and taken apart; a bare word has neither key nor operator."""

    word: str
    key: str
    operator: str
    value: str


Test = Callable[[FilterSubject], bool]
Reader = Callable[[Term, FilterContext], Test]
"""The reader of one key's values; refuses by `filter-<key>` with the `word` and its `value`."""


def read_bare_word(term: Term, context: FilterContext) -> Test:
    """Read a word or phrase, sought in names, tags, notes, strategies.

    What people call key projects (`key`, 重点, `*`) finds these as well as what has the word.
    """
    word, starred = context.index.word(term.value), _means_key(term.value)
    return lambda subject: (
        (starred and subject.project.key)
        or word.within(subject.texts.everything)
        or word.text in subject.texts.written
    )


def text_reader(text_of: Callable[[ProjectTexts], str]) -> Reader:
    """Make the reader of a key that looks in one text: `:` for containing, `=` for equalling it."""

    def read(term: Term, context: FilterContext) -> Test:
        word = context.index.word(term.value)
        if term.value.casefold() in _NONES:
            return test_equality(term, lambda subject: text_of(subject.texts) in ("", word.text))
        meets = word.within if term.operator == ":" else word.whole
        return test_equality(term, lambda subject: meets(text_of(subject.texts)))

    return read


def read_owner(term: Term, context: FilterContext) -> Test:
    """Read an owner, by `=` however written; `me` is who looks, or an owner who is written `me`."""
    if term.value.casefold() not in ME_WORDS:
        found, key = text_reader(lambda texts: texts.owner)(term, context), owner_key(term.value)
        if term.operator != "=":
            return found
        return lambda subject: found(subject) or owner_key(subject.project.owner) == key
    names = [context.index.word(name) for name in (term.value, context.me) if name]
    return test_equality(
        term, lambda subject: any(word.text == subject.texts.owner for word in names)
    )


def read_under(term: Term, context: FilterContext) -> Test:
    """Read of whose branch of the line projects are to be: the person's own, and all below."""
    line, refused = context.line, {"word": term.word, "value": term.value}
    if line is None:
        raise UserError("filter-under-alone", **refused)
    context.index.learn("".join(line.people))
    found = line.find(term.value, context.index.word(term.value).within)
    if not found:
        near = "".join(find_near_words(term.value, line.people, 1))
        raise UserError("filter-under-near" if near else "filter-under", **refused, near=near)
    owners = {owner_key(owner) for name in found for owner in line.branch(name)}
    return test_equality(term, lambda subject: line.find_holder(subject.project) in owners)


def test_equality(term: Term, holds: Test) -> Test:
    """Make the test of a key without an order; refuses `<` and `>` by `filter-operator`."""
    if term.operator in (":", "="):
        return holds
    if term.operator == "!=":
        return _negate(holds)
    raise UserError("filter-operator", word=term.word, key=term.key, operator=term.operator)


def _negate(test: Test) -> Test:
    return lambda subject: not test(subject)


_TYPED_AS = str.maketrans({"“": '"', "”": '"', "≥": ">=", "≤": "<=", "≠": "!="})
_TERM = LatePattern(
    r"""\s* (?P<minus>-?)
        (?: (?P<key>[^\W\d](?:[\w-]*\w)?) (?P<operator><=|>=|!=|[:=<>]) )?
        (?: "(?P<phrase>[^"]*)"? | (?P<word>\S*) )""",
    re.VERBOSE,
)
_OWN_TERM = LatePattern(
    r"""\s* (?P<minus>-?) (?P<own>(?i:own|自定义列?)[.:])?
        (?: "(?P<quoted>[^"]+)" | (?P<name>[^\s"<>=!:-][^\s"<>=!:]*) )
        (?P<key>) (?P<operator><=|>=|!=|[:=<>])
        (?: "(?P<phrase>[^"]*)"? | (?P<word>\S*) )""",
    re.VERBOSE,
)
"""A term of an own column, whose name goes in quotes where it has blanks."""


@dataclass(frozen=True, eq=False)
class ProjectFilter:
    """A filter as parsed: `text` as typed, and whether it says itself which statuses it wants."""

    text: str
    names_status: bool
    terms: tuple[Term, ...]
    _tests: tuple[Test, ...]
    _index: SearchIndex

    def select(self, rows: Sequence[Assessment]) -> Sequence[Assessment]:
        """Return those of the projects, each by its assessment, for which every term holds."""
        texts = self._index.texts
        # All are folded before the first term is tried: a word then meets no new characters.
        left = [FilterSubject(found.project, found, texts(found.project)) for found in rows]
        for test in self._tests:
            left = [subject for subject in left if test(subject)]
        return [subject.assessment for subject in left]

    def find_idle_terms(
        self, projects: Iterable[Project], assess: Callable[[Project], Assessment]
    ) -> list[Term]:
        """Find the terms that none of the projects passes, whatever the others say."""
        left = dict(zip(self.terms, self._tests, strict=True))
        for project in projects:
            subject = FilterSubject(project, assess(project), self._index.texts(project))
            left = {term: test for term, test in left.items() if not test(subject)}
        return list(left)


def parse_filter(text: str, context: FilterContext) -> ProjectFilter:
    """Read the filter that `text` says; an empty one matches everything.

    Whatever is typed is read or refused, `word` naming the term: `filter-unfinished` (no value
    yet), `filter-key`, `filter-key-near` (near), `filter-own-quotes` (quoted), `filter-operator`,
    or `filter-<key>` for a value that the key cannot read.
    """
    terms, tests, named = [], [], False
    for typed, negated in _split_terms(text, context.own):
        term = typed
        if read_own_name(typed.key) is None:
            term = typed._replace(key=find_filter_key(typed.key) or typed.key)
            term = _read_is(term)
        test = _read_term(term, context)
        named = named or _names_status(term, context)
        terms.append(term)
        tests.append(_negate(test) if negated else test)
    return ProjectFilter(text, named, tuple(terms), tuple(tests), context.index)


def _read_is(term: Term) -> Term:
    """Return the term that `is:key`, `is:won` or `is:red` stands for."""
    if term.key not in ("is", "是"):
        return term
    if _means_key(term.value):
        return term._replace(key="key", value="yes")
    if status_key(term.value) in STATUS_WORDS:
        return term._replace(key="status")
    return term._replace(key="severity") if fold_text(term.value) in ("red", "amber") else term


def _means_key(text: str) -> bool:
    return fold_text(text).replace("-", " ").replace("_", " ") in KEY_PROJECT_WORDS


def _names_status(term: Term, context: FilterContext) -> bool:
    """Whether a term that can be read asks for a status, be it as a stage (`stage:已签约`)."""
    state = context.playbook.find_state(term.value) if term.key == "stage" else None
    return term.key == "status" or (state is not None and state.stage is None)


def _split_terms(text: str, own: OwnColumns) -> Iterator[tuple[Term, bool]]:
    """Yield the terms of a filter, and whether each is negated."""
    plain = unicodedata.normalize("NFKC", text).translate(_TYPED_AS).rstrip()
    plain = part_terms(plain, own, find_filter_key)
    at = 0
    while at < len(plain):
        check_quotes(plain[at:], own)
        found = _match_own_term(plain, at, own) or _TERM.match(plain, at)
        if found is None or found.end() == at:
            raise UserError("filter-unfinished", word=plain[at:])
        at = found.end()
        parts = found.groupdict("")
        value = " ".join((parts["phrase"] or parts["word"]).split())
        word = found[0].strip()
        if not value:
            raise UserError("filter-unfinished", word=word)
        key = _own_name(found) if "own" in parts else ""
        key = own_field(own.find(key) or key) if key else parts["key"].casefold()
        yield Term(word, key, parts["operator"], value), bool(parts["minus"])


def _match_own_term(plain: str, at: int, own: OwnColumns) -> re.Match[str] | None:
    """Match a term of an own column: behind `own.`, or of a name that no key of ours has."""
    found = _OWN_TERM.match(plain, at)
    if found is None or found["own"]:
        return found
    name = _own_name(found)
    return found if find_filter_key(name) is None and own.find(name) else None


def _own_name(found: re.Match[str]) -> str:
    return (found["quoted"] or found["name"] or "").strip()


def _read_term(term: Term, context: FilterContext) -> Test:
    if not term.key:
        return read_bare_word(term, context)
    if name := read_own_name(term.key):
        return _read_own(term, name, context)
    reader = READERS.get(term.key)
    if reader is None:
        own = {own_key(name): name for name in context.own.names}
        near = find_near_words(term.key, [*own, *_key_names()], 1)
        code = "filter-key-near" if near else "filter-key"
        named = quote_name(own.get(near[0], near[0])) if near else ""
        raise UserError(code, word=term.word, key=term.key, near=named)
    return reader(term, context)


_OUTCOMES = {
    ":": (0,),
    "=": (0,),
    "!=": (-1, 1),
    "<": (-1,),
    ">": (1,),
    "<=": (-1, 0),
    ">=": (0, 1),
}
_CRS = {f"{cr}": cr for cr in range(1, 6)}
_NONES = frozenset({"none", "无", "没有", "空"})
_ENDED = frozenset({"won", "lost", "abandoned"})
_STATUSES: Mapping[str, frozenset[str]] = {
    **{word: frozenset({status}) for word, status in STATUS_WORDS.items()},
    **dict.fromkeys(("ended", "closed", "已结束", "结束"), _ENDED),
    **dict.fromkeys(("any", "all", "全部", "所有", "任意"), _ENDED | {"open", "on_hold"}),
}
_SEVERITY_TEXTS: Mapping[Severity | None, str] = {
    "red": "red 红 红色 红灯",
    "amber": "amber yellow 黄 黄色 橙 橙色 黄灯",
    "info": "info 提示 信息",
}
_SEVERITIES: Mapping[str, Severity | None] = {**by_word(_SEVERITY_TEXTS), **dict.fromkeys(_NONES)}
# On which side of the term's value a project lies: -1, 0, 1, or None while unknown.
_SideOf = Callable[[FilterSubject], int | None]


def _read_stage(term: Term, context: FilterContext) -> Test:
    positions, state = context.playbook.order, context.playbook.find_state(term.value)
    if state is None:
        raise _refusal("filter-stage", term)
    if state.stage is None:
        return test_equality(term, lambda subject: subject.project.status == state.status)
    wanted = positions[state.stage]
    return _compare(term, lambda subject: _side_of(positions.get(subject.project.stage), wanted))


def _read_amount(term: Term, context: FilterContext) -> Test:
    if term.value.casefold() in _NONES:
        return test_equality(term, lambda subject: subject.project.amount is None)
    try:
        wanted = parse_amount(term.value, currency="")
    except UserError as refused:
        if refused.code == "amount-point":
            raise
        raise _refusal("filter-amount", term) from None

    side_of = context.rates.side_of
    return _compare(term, lambda subject: side_of(subject.project.amount, wanted))


def _read_signs(term: Term, context: FilterContext) -> Test:
    if term.value.casefold() in _NONES:
        return test_equality(term, lambda subject: subject.project.signs is None)
    first, last = _read_ends("filter-signs", term, context)

    def side(subject: FilterSubject) -> int | None:
        signs = subject.project.signs
        return _side_of(signs.latest.toordinal() if signs else None, first, last)

    return _compare(term, side)


def _read_cr(term: Term, _: FilterContext) -> Test:
    value = term.value.casefold().removeprefix("cr")
    wanted = {**dict.fromkeys((*_NONES, "?"), 0), **_CRS}.get(value)
    if wanted is None:
        raise _refusal("filter-cr", term)
    return _compare(term, lambda subject: _side_of(project_cr(subject.project) or 0, wanted))


def _number_reader(
    code: str, number_of: Callable[[FilterSubject, FilterContext], int | None]
) -> Reader:
    """Make the reader of a key that is compared with a whole number, or `none`."""

    def read(term: Term, context: FilterContext) -> Test:
        if term.value.casefold() in _NONES:
            return test_equality(term, lambda subject: number_of(subject, context) is None)
        digits = term.value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
            raise _refusal(code, term)
        wanted = int(term.value)
        return _compare(term, lambda subject: _side_of(number_of(subject, context), wanted))

    return read


def _read_severity(term: Term, _: FilterContext) -> Test:
    value = term.value.casefold()
    if value not in _SEVERITIES:
        raise _refusal("filter-severity", term)
    wanted = RANKS[_SEVERITIES[value]]
    # RANKS has the worst first; here the worst is the most.
    return _compare(term, lambda subject: _side_of(-RANKS[subject.assessment.severity], -wanted))


def _read_flag(term: Term, context: FilterContext) -> Test:
    start = fold_text(term.value)
    rules = find_rules(start, context.playbook)
    if not rules and start not in _NONES:
        raise _refusal("filter-flag", term)

    def holds(subject: FilterSubject) -> bool:
        flags = subject.assessment.flags
        return any(flag.rule in rules for flag in flags) if rules else not flags

    return test_equality(term, holds)


def _read_status(term: Term, context: FilterContext) -> Test:
    wanted = _STATUSES.get(status_key(term.value))
    if wanted is None:
        state = context.playbook.find_state(term.value, numbers=False)
        if state is None or state.status is None:
            raise _refusal("filter-status", term)
        wanted = frozenset({state.status})
    return test_equality(term, lambda subject: subject.project.status in wanted)


def _read_next(term: Term, context: FilterContext) -> Test:
    if term.value.casefold() in _NONES:
        return test_equality(term, lambda subject: subject.project.next_action is None)
    word = context.index.word(term.value)
    return test_equality(term, lambda subject: word.within(subject.texts.next))


def _read_tags(term: Term, context: FilterContext) -> Test:
    if term.value.casefold() in _NONES:
        return test_equality(term, lambda subject: not subject.project.tags)
    word = context.index.word(term.value.lstrip("#"))
    meets = word.within if term.operator == ":" else word.whole
    return test_equality(term, lambda subject: any(map(meets, subject.texts.tags)))


def _phrase_reader(text_of: Callable[[FilterSubject], str]) -> Reader:
    """Make the reader of a key that looks for a phrase in a folded text, `none` for no text."""

    def read(term: Term, _: FilterContext) -> Test:
        if term.value.casefold() in _NONES:
            return test_equality(term, lambda subject: not text_of(subject))
        text = fold_text(term.value)
        return test_equality(term, lambda subject: text in text_of(subject))

    return read


def _rival_text(subject: FilterSubject) -> str:
    from deals.market import rivals_of  # the market, of which few filters speak

    return "\n".join(map(fold_text, rivals_of(subject.project)))


def _read_key(term: Term, _: FilterContext) -> Test:
    wanted = find_key_word(term.value)
    if wanted is None:
        raise _refusal("filter-key-project", term)
    return test_equality(term, lambda subject: subject.project.key is wanted)


def _read_own(term: Term, name: str, context: FilterContext) -> Test:
    """Read what an own column is compared with, by what its values are.

    Refusal `filter-own` (name) where no project has that.
    """
    if context.own.find(name) is None:
        raise UserError("filter-own", word=term.word, name=name)
    if term.value.casefold() in _NONES:
        return test_equality(term, lambda subject: not own_text(subject.project, name))
    if term.operator in ("<", ">", "<=", ">="):
        return _compare_own(term, name, context)
    word = context.index.word(term.value)
    context.index.learn("".join(context.own.column(name).values))
    if term.operator == ":":
        return lambda subject: word.within(fold_own(own_text(subject.project, name)))
    number = own_number(term.value)

    def equals(subject: FilterSubject) -> bool:
        text = own_text(subject.project, name)
        return word.whole(fold_own(text)) or (number is not None and number == own_number(text))

    return test_equality(term, equals)


def _compare_own(term: Term, name: str, context: FilterContext) -> Test:
    """Make the test of an own column with an order, which numbers and days have.

    Refusal `filter-own-words` where what it is compared with, or all of it, is words.
    """
    column = context.own.column(name)
    read: Callable[[str], float | None] = column.read_number
    first = last = read(term.value)
    if column.kind == "day" or first is None:
        read = own_day
        with suppress(UserError):
            first, last = _read_ends("filter-own", term, context)
    if first is None or not any(read(value) is not None for value in column.values):
        raise UserError("filter-own-words", word=term.word)
    return _compare(
        term, lambda subject: _side_of(read(own_text(subject.project, name)), first, last)
    )


def _day_reader(code: str, day: Callable[[Project], date | None]) -> Reader:
    """Make the reader of a key that compares a day; the code refuses what is none."""

    def read(term: Term, context: FilterContext) -> Test:
        if term.value.casefold() in _NONES:
            return test_equality(term, lambda subject: day(subject.project) is None)
        first, last = _read_ends(code, term, context)

        def side(subject: FilterSubject) -> int | None:
            known = day(subject.project)
            return _side_of(known.toordinal() if known else None, first, last)

        return _compare(term, side)

    return read


def _read_ends(code: str, term: Term, context: FilterContext) -> tuple[int, int]:
    """Read a window; return its first and last day as ordinals."""
    try:
        wanted = parse_window(term.value, context.calendar)
    except UserError as refused:
        if refused.code in ("day-order", "window-unsure"):
            raise
        raise _refusal(code, term) from None
    return wanted.earliest.toordinal(), wanted.latest.toordinal()


READERS: Mapping[str, Reader] = {
    "name": text_reader(lambda texts: texts.name),
    "customer": text_reader(lambda texts: texts.customer),
    "owner": read_owner,
    "owners": _number_reader(
        "filter-owners", lambda subject, context: context.customers.count(subject.project)
    ),
    "under": read_under,
    "contact": text_reader(lambda texts: texts.contacts),
    "product": text_reader(lambda texts: texts.product),
    "stage": _read_stage,
    "amount": _read_amount,
    "signs": _read_signs,
    "cr": _read_cr,
    "left": _number_reader("filter-left", lambda subject, _: subject.assessment.days_left),
    "severity": _read_severity,
    "flag": _read_flag,
    "status": _read_status,
    "next": _read_next,
    "tender": _day_reader("filter-tender", lambda project: project.tender),
    "created": _day_reader("filter-created", lambda project: project.created_at.date()),
    "key": _read_key,
    "key_strategy": _phrase_reader(lambda subject: fold_text(subject.project.key_strategy)),
    "tags": _read_tags,
    "notes": _phrase_reader(lambda subject: subject.texts.notes),
    "rivals": _phrase_reader(_rival_text),
    "own": _phrase_reader(
        lambda subject: "\n".join(fold_own(each.value) for each in subject.project.own)
    ),
}
"""The reader of each key's terms."""


def find_filter_key(name: str) -> str | None:
    """Find the key that goes by this name; None for none."""
    from deals.fields.spec import header_key  # a list that nothing filters needs no field

    return _key_names().get(header_key(name))


@cache
def _key_names() -> Mapping[str, str]:
    """Return the key that each name means, by `header_key`; that of a field by all it is called."""
    from deals.fields.project_fields import PROJECT
    from deals.fields.spec import header_key

    own = {header_key(word): key for word, key in KEY_NAMES.items()}
    fields = {name: field for name, field in PROJECT.by_name.items() if field in READERS}
    return {**fields, **own, **{header_key(key): key for key in READERS}}


def _side_of(value: float | None, first: float, last: float | None = None) -> int | None:
    if value is None:
        return None
    return -1 if value < first else int(value > (first if last is None else last))


def _compare(term: Term, side: _SideOf) -> Test:
    """Make the test of a key with an order; an unknown side, None, is none of the outcomes."""
    outcomes = _OUTCOMES[term.operator]
    return lambda subject: side(subject) in outcomes


def _refusal(code: str, term: Term) -> UserError:
    return UserError(code, word=term.word, value=term.value)
