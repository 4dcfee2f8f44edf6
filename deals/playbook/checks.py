"""What a playbook must hold beyond its shape: ids that exist, stages in order, texts that fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import pairwise
from typing import NamedTuple

from deals.playbook.model import CaseTexts, GateItem, Playbook
from deals.playbook.places import Path
from deals.playbook.planning import TemplateRow
from deals.playbook.texts import LANGUAGES, Text, pieces
from deals.playbook.vocabulary import CASES, DETAILS, FILLED, WANTS, Figures

FEWEST_STAGES = 2
_ID = re.compile(r"[a-z][a-z0-9-]*")


class Fault(NamedTuple):
    """Something wrong at a key path, as a refusal's code and figures."""

    path: Path
    code: str
    figures: Mapping[str, str | int]


def faults(playbook: Playbook) -> Iterator[Fault]:
    """Everything wrong with a playbook whose shape is right."""
    yield from _stages(playbook)
    yield from _stage_ids(playbook)
    yield from _twice("fields", [one.id for one in playbook.fields])
    yield from _twice("review", [one.id for one in playbook.review])
    yield from _twice("templates", [one.id for one in playbook.templates])
    yield from _templates(playbook)
    yield from _sections(playbook)
    yield from _rules(playbook)


def _stages(playbook: Playbook) -> Iterator[Fault]:
    stages = playbook.stages
    questions = {key for each in playbook.sections.values() for key in each.questions}
    if len(stages) < FEWEST_STAGES:
        yield Fault(("stages",), "playbook-too-few", {"limit": FEWEST_STAGES})
    seen: set[str] = set()
    for at, stage in enumerate(stages):
        # Users type stages in either case, so P3 and p3 are one.
        if stage.id.casefold() in seen:
            yield Fault(("stages", at, "id"), "playbook-stage-twice", {"stage": stage.id})
        seen.add(stage.id.casefold())
        yield from _gate(("stages", at, "gate"), stage.gate, questions)
    for at, (lower, upper) in enumerate(pairwise(stages), 1):
        if upper.weight < lower.weight:
            figures = {"stage": upper.id, "before": lower.id}
            yield Fault(("stages", at, "weight"), "playbook-stage-order", figures)


def _gate(path: Path, gate: tuple[GateItem, ...], questions: Set[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, item in enumerate(gate):
        if item.id in seen:
            yield Fault((*path, at, "id"), "playbook-gate-twice", {"gate": item.id})
        seen.add(item.id)
        given = {
            key for key in ("level", "line", "cr", "question") if getattr(item, key) is not None
        }
        wanted = DETAILS.get(item.wants, frozenset())
        for key in sorted(wanted - given):
            yield Fault((*path, at, key), "playbook-key-missing", {})
        for key in sorted(given - wanted):
            yield Fault((*path, at, key), "playbook-key-unknown", {})
        if item.question is not None and item.question not in questions:
            figures = {"question": item.question}
            yield Fault((*path, at, "question"), "playbook-question-unknown", figures)
        yield from _texts((*path, at, "text"), item.text, WANTS[item.wants])


def _stage_ids(playbook: Playbook) -> Iterator[Fault]:
    limits = playbook.thresholds
    claims = limits.cr_stage
    people: Path = ("thresholds", "cr-stage")
    named: list[tuple[Path, str]] = [
        (("signed",), playbook.signed),
        ((*people, "named-from"), claims.named_from),
        *(((*people, "levels", at, "from"), one.since) for at, one in enumerate(claims.levels)),
        *(((*people, "best", at, "from"), one.since) for at, one in enumerate(claims.best)),
        ((*people, "lines", "from"), claims.lines.since),
        (("thresholds", "single-thread", "from"), limits.single_thread.since),
        (("thresholds", "holes", "from"), limits.holes.since),
        (("thresholds", "vague", "from"), limits.vague.since),
        *((("thresholds", "checks", "stages", key), one) for key, one in _stands_for(playbook)),
    ]
    for path, stage in named:
        if stage not in playbook.order:
            yield Fault(path, "playbook-stage-unknown", {"stage": stage})


def _twice(table: str, ids: list[str]) -> Iterator[Fault]:
    for at, one in enumerate(ids):
        if one in ids[:at]:
            yield Fault((table, at, "id"), "playbook-id-twice", {"id": one})


def _templates(playbook: Playbook) -> Iterator[Fault]:
    known = {one.id for one in playbook.fields}
    for at, template in enumerate(playbook.templates):
        for number, row in enumerate(template.rows):
            path: Path = ("templates", at, "rows", number)
            if row.field not in known:
                yield Fault((*path, "field"), "playbook-field-unknown", {"text": row.field})
            if row.after is not None and row.after > number:
                yield Fault((*path, "after"), "playbook-too-large", {"limit": number})
            yield from _row_texts(path, row)


def _row_texts(path: Path, row: TemplateRow) -> Iterator[Fault]:
    yield from _texts((*path, "content"), row.content, FILLED)
    if row.aim is not None:
        yield from _texts((*path, "aim"), row.aim, FILLED)
    for at, check in enumerate(row.checks):
        yield from _texts((*path, "checks", at, "what"), check.what, FILLED)


def _stands_for(playbook: Playbook) -> Iterable[tuple[str, str]]:
    return playbook.thresholds.checks.stages.items()


def _sections(playbook: Playbook) -> Iterator[Fault]:
    """Ids that are short and one of a kind in all sections, stages that are there."""
    seen: set[str] = set()
    stages = {**dict.fromkeys(playbook.order), **playbook.thresholds.checks.stages}
    for section, each in playbook.sections.items():
        path: Path = ("sections", section)
        if not _ID.fullmatch(section):
            yield Fault(path, "playbook-id-odd", {})
        for key, one in each.questions.items():
            where = (*path, "questions", key)
            if not _ID.fullmatch(key):
                yield Fault(where, "playbook-id-odd", {})
            if key in seen:
                yield Fault(where, "playbook-question-twice", {"question": key})
            seen.add(key)
            if one.asked and one.due not in stages:
                yield Fault((*where, "due"), "playbook-stage-unknown", {"stage": one.due})


def _rules(playbook: Playbook) -> Iterator[Fault]:
    for rule, texts in playbook.rules.items():
        if rule not in CASES:
            yield Fault(("rules", rule), "playbook-rule-unknown", {"rule": rule})
            continue
        yield from _cases(("rules", rule), rule, texts.cases)
    for rule in CASES:
        if rule not in playbook.rules:
            yield Fault(("rules", rule), "playbook-key-missing", {})


def _cases(path: Path, rule: str, cases: Mapping[str, CaseTexts]) -> Iterator[Fault]:
    for case, texts in cases.items():
        where = (*path, "cases", case)
        if case not in CASES[rule]:
            yield Fault(where, "playbook-case-unknown", {"rule": rule, "case": case})
            continue
        figures = CASES[rule][case]
        yield from _texts((*where, "reason"), texts.reason, figures)
        yield from _texts((*where, "next"), texts.next, Figures(frozenset(), figures.may))
    for case in CASES[rule]:
        if case not in cases:
            yield Fault((*path, "cases", case), "playbook-key-missing", {})


def _texts(path: Path, text: Text, figures: Figures) -> Iterator[Fault]:
    for lang in LANGUAGES:
        yield from _template((*path, lang), text.of(lang), figures)


def _template(path: Path, template: str, figures: Figures) -> Iterator[Fault]:
    try:
        found = pieces(template)
    except ValueError:
        yield Fault(path, "playbook-text-broken", {})
        return
    named = {piece.figure for piece in found if piece.figure is not None}
    printed = {piece.figure for piece in found if piece.words is None}
    for name in sorted(named - figures.may):
        yield Fault(path, "playbook-figure-unknown", {"figure": name})
    for name in sorted(figures.must - printed):
        yield Fault(path, "playbook-figure-missing", {"figure": name})
