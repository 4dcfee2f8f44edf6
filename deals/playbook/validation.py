"""The validation of a playbook beyond its shape (ids, order, texts), and the lines of its keys."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import pairwise
from typing import NamedTuple

from deals.playbook.model import CaseTexts, GateItem, Playbook, TemplateRow
from deals.playbook.texts import LANGUAGES, BilingualText, template_parts
from deals.playbook.vocabulary import CASES, DETAILS, FILLED, WANTS, SentenceFigures

KeyPath = tuple[str | int, ...]

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


def find_key_lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line, from 1, where each key path of a valid TOML text is first named.

    A path holds keys and, inside arrays, positions from 0: `("stages", 2, "weight")`.
    """
    return _Scanner(text).scan()


class _Scanner:
    """A walk through a text that tomllib has accepted, so it looks for no mistakes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[KeyPath, int] = {}
        self.lengths: dict[KeyPath, int] = {}
        self.breaks = [found.start() for found in re.finditer("\n", text)]

    def scan(self) -> Mapping[KeyPath, int]:
        table: KeyPath = ()
        self.skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.read_header()
            else:
                self.read_pair(table)
            self.skip(_GAP)
        return self.found

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def note_line(self, path: KeyPath) -> None:
        self.found.setdefault(path, bisect_left(self.breaks, self.at) + 1)

    def read_header(self) -> KeyPath:
        """Read a `[table]` or `[[array of tables]]` line; return its path with array positions."""
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *outer, last = self.read_key()
        path: KeyPath = ()
        for part in outer:
            path = (*path, part)
            self.note_line(path)
            path = self.newest_table(path)
        path = (*path, last)
        self.note_line(path)
        if many:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self.newest_table(path)
            self.note_line(path)
        self.at += 2 if many else 1
        return path

    def newest_table(self, path: KeyPath) -> KeyPath:
        """Return the last table of an array of tables; any other path as it is."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def read_pair(self, table: KeyPath) -> None:
        """Read one `key = value` of `table`."""
        path = table
        for part in self.read_key():
            path = (*path, part)
            self.note_line(path)
        self.at += 1
        self.skip(_BLANK)
        self.read_value(path)

    def read_key(self) -> list[str]:
        """Read a dotted key and the blanks behind it."""
        parts: list[str] = []
        while True:
            self.skip(_BLANK)
            quoted = self.text[self.at] in "\"'"
            raw = self.skip(_STRING if quoted else _BARE)
            parts.append(tomllib.loads(f"key = {raw}")["key"] if quoted else raw)
            self.skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def read_value(self, path: KeyPath) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self.read_items(path, "]")
        elif opening == "{":
            self.read_items(path, "}")
        else:
            self.skip(_STRING if opening in "\"'" else _SCALAR)

    def read_items(self, path: KeyPath, closing: str) -> None:
        """Read the items of an array or the pairs of an inline table."""
        self.at += 1
        self.skip(_GAP)
        count = 0
        while self.text[self.at] != closing:
            if closing == "}":
                self.read_pair(path)
            else:
                self.note_line((*path, count))
                self.read_value((*path, count))
            count += 1
            self.skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_GAP)
        self.at += 1


FEWEST_STAGES = 2
_ID = re.compile(r"[a-z][a-z0-9-]*")


class PlaybookFault(NamedTuple):
    """A fault at a key path, as a refusal's code and figures."""

    path: KeyPath
    code: str
    figures: Mapping[str, str | int]


def find_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    """Yield everything wrong with a playbook whose shape is right."""
    yield from _stage_faults(playbook)
    yield from _stage_id_faults(playbook)
    yield from _repeated_id_faults("fields", [field.id for field in playbook.fields])
    yield from _repeated_id_faults("review", [question.id for question in playbook.review])
    yield from _repeated_id_faults("templates", [template.id for template in playbook.templates])
    yield from _plan_template_faults(playbook)
    yield from _section_faults(playbook)
    yield from _rule_faults(playbook)


def _stage_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    stages = playbook.stages
    questions = {key for each in playbook.sections.values() for key in each.questions}
    if len(stages) < FEWEST_STAGES:
        yield PlaybookFault(("stages",), "playbook-too-few", {"limit": FEWEST_STAGES})
    seen: set[str] = set()
    for at, stage in enumerate(stages):
        # Users type stages in either case, so P3 and p3 are one.
        if stage.id.casefold() in seen:
            yield PlaybookFault(("stages", at, "id"), "playbook-stage-twice", {"stage": stage.id})
        seen.add(stage.id.casefold())
        yield from _gate_faults(("stages", at, "gate"), stage.gate, questions)
    for at, (lower, upper) in enumerate(pairwise(stages), 1):
        if upper.weight < lower.weight:
            figures = {"stage": upper.id, "before": lower.id}
            yield PlaybookFault(("stages", at, "weight"), "playbook-stage-order", figures)


def _gate_faults(
    path: KeyPath, gate: tuple[GateItem, ...], questions: Set[str]
) -> Iterator[PlaybookFault]:
    seen: set[str] = set()
    for at, item in enumerate(gate):
        if item.id in seen:
            yield PlaybookFault((*path, at, "id"), "playbook-gate-twice", {"gate": item.id})
        seen.add(item.id)
        given = {
            key for key in ("level", "line", "cr", "question") if getattr(item, key) is not None
        }
        wanted = DETAILS.get(item.wants, frozenset())
        for key in sorted(wanted - given):
            yield PlaybookFault((*path, at, key), "playbook-key-missing", {})
        for key in sorted(given - wanted):
            yield PlaybookFault((*path, at, key), "playbook-key-unknown", {})
        if item.question is not None and item.question not in questions:
            figures = {"question": item.question}
            yield PlaybookFault((*path, at, "question"), "playbook-question-unknown", figures)
        yield from _text_faults((*path, at, "text"), item.text, WANTS[item.wants])


def _stage_id_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    limits = playbook.thresholds
    claims = limits.cr_stage
    people: KeyPath = ("thresholds", "cr-stage")
    named: list[tuple[KeyPath, str]] = [
        (("signed",), playbook.signed),
        ((*people, "named-from"), claims.named_from),
        *(((*people, "levels", at, "from"), want.since) for at, want in enumerate(claims.levels)),
        *(((*people, "best", at, "from"), want.since) for at, want in enumerate(claims.best)),
        ((*people, "lines", "from"), claims.lines.since),
        (("thresholds", "single-thread", "from"), limits.single_thread.since),
        (("thresholds", "holes", "from"), limits.holes.since),
        (("thresholds", "vague", "from"), limits.vague.since),
        *((("thresholds", "checks", "stages", key), stage) for key, stage in _stands_for(playbook)),
    ]
    for path, stage in named:
        if stage not in playbook.order:
            yield PlaybookFault(path, "playbook-stage-unknown", {"stage": stage})


def _repeated_id_faults(table: str, ids: list[str]) -> Iterator[PlaybookFault]:
    for at, id_ in enumerate(ids):
        if id_ in ids[:at]:
            yield PlaybookFault((table, at, "id"), "playbook-id-twice", {"id": id_})


def _plan_template_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    known = {field.id for field in playbook.fields}
    for at, template in enumerate(playbook.templates):
        for number, row in enumerate(template.rows):
            path: KeyPath = ("templates", at, "rows", number)
            if row.field not in known:
                yield PlaybookFault((*path, "field"), "playbook-field-unknown", {"text": row.field})
            if row.after is not None and row.after > number:
                yield PlaybookFault((*path, "after"), "playbook-too-large", {"limit": number})
            yield from _row_text_faults(path, row)


def _row_text_faults(path: KeyPath, row: TemplateRow) -> Iterator[PlaybookFault]:
    yield from _text_faults((*path, "content"), row.content, FILLED)
    if row.aim is not None:
        yield from _text_faults((*path, "aim"), row.aim, FILLED)
    for at, check in enumerate(row.checks):
        yield from _text_faults((*path, "checks", at, "what"), check.what, FILLED)


def _stands_for(playbook: Playbook) -> Iterable[tuple[str, str]]:
    return playbook.thresholds.checks.stages.items()


def _section_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    """Yield ids that are odd or stand twice in all sections, and stages that are not there."""
    seen: set[str] = set()
    stages = {**dict.fromkeys(playbook.order), **playbook.thresholds.checks.stages}
    for section, each in playbook.sections.items():
        path: KeyPath = ("sections", section)
        if not _ID.fullmatch(section):
            yield PlaybookFault(path, "playbook-id-odd", {})
        for key, question in each.questions.items():
            where = (*path, "questions", key)
            if not _ID.fullmatch(key):
                yield PlaybookFault(where, "playbook-id-odd", {})
            if key in seen:
                yield PlaybookFault(where, "playbook-question-twice", {"question": key})
            seen.add(key)
            if question.asked and question.due not in stages:
                yield PlaybookFault(
                    (*where, "due"), "playbook-stage-unknown", {"stage": question.due}
                )


def _rule_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    for rule, texts in playbook.rules.items():
        if rule not in CASES:
            yield PlaybookFault(("rules", rule), "playbook-rule-unknown", {"rule": rule})
            continue
        yield from _case_faults(("rules", rule), rule, texts.cases)
    for rule in CASES:
        if rule not in playbook.rules:
            yield PlaybookFault(("rules", rule), "playbook-key-missing", {})


def _case_faults(
    path: KeyPath, rule: str, cases: Mapping[str, CaseTexts]
) -> Iterator[PlaybookFault]:
    for case, texts in cases.items():
        where = (*path, "cases", case)
        if case not in CASES[rule]:
            yield PlaybookFault(where, "playbook-case-unknown", {"rule": rule, "case": case})
            continue
        figures = CASES[rule][case]
        yield from _text_faults((*where, "reason"), texts.reason, figures)
        yield from _text_faults(
            (*where, "next"), texts.next, SentenceFigures(frozenset(), figures.may)
        )
    for case in CASES[rule]:
        if case not in cases:
            yield PlaybookFault((*path, "cases", case), "playbook-key-missing", {})


def _text_faults(
    path: KeyPath, text: BilingualText, figures: SentenceFigures
) -> Iterator[PlaybookFault]:
    for lang in LANGUAGES:
        yield from _template_faults((*path, lang), text.of(lang), figures)


def _template_faults(
    path: KeyPath, template: str, figures: SentenceFigures
) -> Iterator[PlaybookFault]:
    try:
        found = template_parts(template)
    except ValueError:
        yield PlaybookFault(path, "playbook-text-broken", {})
        return
    named = {piece.figure for piece in found if piece.figure is not None}
    printed = {piece.figure for piece in found if piece.words is None}
    for name in sorted(named - figures.may):
        yield PlaybookFault(path, "playbook-figure-unknown", {"figure": name})
    for name in sorted(figures.must - printed):
        yield PlaybookFault(path, "playbook-figure-missing", {"figure": name})
