"""The reader of playbooks: TOML in, a valid Playbook or a refusal with file and line out.

The shape of the tables is pydantic's to check; `find_faults` checks ids, order and texts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pydantic import ValidationError

from deals.errors import UserError
from deals.playbook.model import CaseTexts, GateItem, Playbook
from deals.playbook.stage_names import NamedState, StageNames, name_key
from deals.playbook.texts import LANGUAGES, BilingualText, template_parts
from deals.playbook.vocabulary import CASES, DETAILS, FILLED, WANTS, SentenceFigures
from deals.toml import KeyPath, find_key_lines, read_toml

DEFAULT_SOURCE = "default.toml"

# pydantic's kinds of error by the refusal each becomes; where the kind carries a limit, its name.
_KINDS = {
    "missing": ("playbook-key-missing", None),
    "extra_forbidden": ("playbook-key-unknown", None),
    "greater_than_equal": ("playbook-too-small", "ge"),
    "less_than_equal": ("playbook-too-large", "le"),
    "literal_error": ("playbook-choice", "expected"),
    "string_too_short": ("playbook-empty", None),
    "string_pattern_mismatch": ("playbook-id-odd", None),
    "string_type": ("playbook-wants-text", None),
    "int_type": ("playbook-wants-whole", None),
    "float_type": ("playbook-wants-number", None),
    "bool_type": ("playbook-wants-switch", None),
    "finite_number": ("playbook-wants-number", None),
    "tuple_type": ("playbook-wants-list", None),
    "model_type": ("playbook-wants-table", None),
    "dict_type": ("playbook-wants-table", None),
}


class _PlaybookFile(NamedTuple):
    """One playbook text: its name for messages, the text, and the table that it holds."""

    source: str
    text: str
    table: dict[str, object]


@lru_cache(maxsize=2)  # who gives several commands in one process reads the same again
def parse_playbook(text: str, source: str, default: str = "") -> Playbook:
    """Read a playbook from TOML, laid over the `default` text where one is given.

    Laid over means: tables merge key by key, whatever else (a value, a text, any array, so also
    `[[stages]]` and every list of claims) replaces the default's whole. A table `[stages.P3]` is
    laid over that stage. A team's file thus holds only what differs, for instance one table of
    thresholds; what it calls a stage or status, no other is called by the default. `source` is the
    file's name for messages.
    Refused are bad TOML, unknown and missing keys, wrong kinds and ranges, stages twice or with
    falling weights, stage and rule ids that do not exist, texts that lack a language or a figure;
    each as `playbook-…` with `file`, `line` and `key`.
    """
    over = _read_file(text, source)
    under = _read_file(default, DEFAULT_SOURCE)
    try:
        playbook = Playbook.model_validate(_lay_over(under, over))
    except ValidationError as error:
        raise _first_error(over, under, list(_shape_faults(error))) from None
    # Our own has none, which a test holds: to look for some at each start takes as long as to read
    # a store of fifty projects.
    found = find_faults(playbook) if default or source != DEFAULT_SOURCE else ()
    if faults := [fault for fault in found if not _is_left_out(fault, over, under)]:
        raise _first_error(over, under, faults)
    return _place_added(playbook, over.table)


def playbook_table(text: str, source: str, default: str = "") -> dict[str, object]:
    """Return the table that `parse_playbook` reads of the same texts, whole: laid over the default
    it is the same playbook. Refused is the same.

    Only limits of the default that name a stage which the team dropped stay with the default: said
    in a team's file they would be faults.
    """
    playbook = parse_playbook(text, source, default)
    table = _lay_over(_read_file(default, DEFAULT_SOURCE), _read_file(text, source))
    for fault in find_faults(playbook):
        table = _drop_path(table, fault.path)
    places = {workstream.id: at for at, workstream in enumerate(playbook.fields)}
    fields = table["fields"]
    if isinstance(fields, list):
        table["fields"] = sorted(fields, key=lambda field: places[field["id"]])
    return table


@lru_cache(maxsize=2)
def _read_file(text: str, source: str) -> _PlaybookFile:
    try:
        return _PlaybookFile(source, text, read_toml(text))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), text, source) from None


def _drop_path(table: dict[str, object], path: KeyPath) -> dict[str, object]:
    """Return a table without what stands at a path; of an array without all of it, and with stages
    of a severity without that, for either says both.
    """
    key, *rest = path
    below = table.get(f"{key}")
    if rest and isinstance(below, dict):
        return {**table, f"{key}": _drop_path(below, tuple(rest))}
    left = {key, "severity"} if key == "stages" else {key}
    return {name: value for name, value in table.items() if name not in left}


def _syntax_error(message: str, text: str, source: str) -> UserError:
    found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", message)
    detail, line = (found[1], found[2]) if found else (message, None)
    last = text.rstrip("\n").count("\n") + 1
    return UserError(
        "playbook-syntax", file=source, line=int(line) if line else last, detail=detail
    )


def _lay_over(under: _PlaybookFile, over: _PlaybookFile) -> dict[str, object]:
    """Merge a team's table into the default's, `[stages.ID]` into the stage of that id."""
    if not under.table:
        return {**over.table}
    taken = {name_key(name) for name in _state_names(over.table)}
    below, above = _drop_severities(_drop_aliases(under.table, taken), over.table), over.table
    overlays = _stage_overlays(over)
    if overlays:
        if faults := list(_overlay_faults(overlays, [stage["id"] for stage in _stages_of(below)])):
            raise _first_error(over, under, faults)
        stages = [_lay_stage(stage, overlays) for stage in _stages_of(below)]
        above = {**above, "stages": stages}
    return _complete_fields(_merge_tables(below, above), below)


MARKET, CONTINGENCY = "market", "contingency"
"""The workstreams that every playbook has: a team's older file names neither."""


def _complete_fields(merged: dict[str, object], under: Mapping[str, object]) -> dict[str, object]:
    """Return the table with the workstreams that a team's file leaves out though none may.

    They stand behind the team's own, so that faults are told where they are; `_place_added` puts
    them where they belong. One of the team's that goes by the same name is meant instead.
    """
    fields, defaults = merged.get("fields"), under.get("fields")
    if not isinstance(fields, list) or not isinstance(defaults, list) or fields is defaults:
        return merged
    own = {name: field["id"] for field in fields for name in _field_names(field)}
    lacking, called = list[object](), dict[object, object]()
    for field in defaults:
        if field["id"] in (MARKET, CONTINGENCY):
            ids = [own[name] for name in _field_names(field) if name in own]
            called |= {field["id"]: ids[0]} if ids else {}
            lacking += [] if ids else [field]
    return {
        **merged,
        "fields": [*fields, *lacking],
        "sections": _rename_bones(merged.get("sections"), called),
    }


def _field_names(field: Mapping[str, object]) -> Iterator[str]:
    """Yield what a workstream of a file is called, its id first."""
    names = field.get("name") if isinstance(field, dict) and "id" in field else None
    every = (field["id"], *names.values()) if isinstance(names, dict) else ()
    yield from (name_key(name) for name in every if isinstance(name, str))


def _rename_bones(sections: object, called: Mapping[object, object]) -> object:
    """Return the sections with the workstreams that go by another id in the team's file."""
    if not called or not isinstance(sections, dict):
        return sections
    return {
        key: {**section, "bone": called.get(section.get("bone"), section.get("bone"))}
        if isinstance(section, dict) and isinstance(section.get("bone"), str)
        else section
        for key, section in sections.items()
    }


def _place_added(playbook: Playbook, over: Mapping[str, object]) -> Playbook:
    """Return the playbook with the market that `_complete_fields` added before all others."""
    own = over.get("fields")
    added = playbook.fields[len(own) :] if isinstance(own, list) else ()
    if not added:
        return playbook
    first = tuple(workstream for workstream in added if not workstream.tail)
    rest = tuple(workstream for workstream in playbook.fields if workstream not in first)
    return playbook.model_copy(update={"fields": (*first, *rest)})


LATER: tuple[KeyPath, ...] = (
    ("thresholds", "missing"),
    ("thresholds", "no-coach"),
    ("thresholds", "tender"),
    ("rules",),
)
"""The tables whose stages a team's file need not know: they came after teams had written theirs."""


def _is_left_out(fault: PlaybookFault, over: _PlaybookFile, under: _PlaybookFile) -> bool:
    """Whether a limit of the default names a stage that a team dropped, and no rule misses it.

    Such a limit means the stage that stands for it (`checks.stages`), and else is never reached.
    """
    if fault.code != "playbook-stage-unknown" or not under.table:
        return False
    if not any(fault.path[: len(path)] == path for path in LATER):
        return False
    # An array is written whole, so the path is looked for down to it.
    table: object = over.table
    for key in fault.path:
        if isinstance(key, int):
            break
        if not isinstance(table, dict) or key not in table:
            return True
        table = table[key]
    return False


def _stages_of(table: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the stages of a file's table, those that are tables themselves."""
    stages = table.get("stages")
    if isinstance(stages, dict):
        stages = list(stages.values())
    return (
        [stage for stage in stages if isinstance(stage, dict)] if isinstance(stages, list) else []
    )


def _stage_overlays(file: _PlaybookFile) -> dict[str, object]:
    """Return what a file lays over single stages, by their ids."""
    stages = file.table.get("stages")
    return stages if isinstance(stages, dict) else {}


def _overlay_faults(
    overlays: Mapping[str, object], ids: Sequence[object]
) -> Iterator[PlaybookFault]:
    for id_, overlay in overlays.items():
        if id_ not in ids:
            yield PlaybookFault(("stages", id_), "playbook-stage-unknown", {"stage": id_})
        elif isinstance(overlay, dict) and "id" in overlay:
            yield PlaybookFault(("stages", id_, "id"), "playbook-key-unknown", {})


def _lay_stage(stage: dict[str, object], overlays: Mapping[str, object]) -> object:
    overlay = overlays.get(f"{stage['id']}", {})
    return _merge_tables(stage, overlay) if isinstance(overlay, dict) else overlay


def _state_names(table: Mapping[str, object]) -> Iterator[str]:
    """Yield what a file calls its stages and statuses."""
    statuses = table.get("statuses")
    others = statuses.values() if isinstance(statuses, dict) else ()
    for state in (*_stages_of(table), *others):
        if isinstance(state, dict):
            names, aliases = state.get("name"), state.get("aliases")
            yield from map(str, names.values() if isinstance(names, dict) else ())
            yield from map(str, aliases if isinstance(aliases, list) else ())


def _drop_aliases(table: dict[str, object], taken: Set[str]) -> dict[str, object]:
    """Return the default's table without the aliases that a team's file gives to something else."""
    if not taken or not table:
        return table
    statuses = table.get("statuses")
    others = statuses if isinstance(statuses, dict) else {}
    return {
        **table,
        "stages": [_keep_aliases(stage, taken) for stage in _stages_of(table)],
        "statuses": {key: _keep_aliases(state, taken) for key, state in others.items()},
    }


def _drop_severities(under: dict[str, object], over: dict[str, object]) -> dict[str, object]:
    """Return the default's table without what it says of single stages where a team's file says
    how severe a rule is: that is meant for all of them.
    """
    rules, theirs = under.get("rules"), over.get("rules")
    if not isinstance(rules, dict) or not isinstance(theirs, dict):
        return under
    judged = {
        rule for rule, texts in theirs.items() if isinstance(texts, dict) and "severity" in texts
    }
    kept = {
        rule: {key: value for key, value in texts.items() if key != "stages"}
        if rule in judged
        else texts
        for rule, texts in rules.items()
    }
    return {**under, "rules": kept}


def _keep_aliases(state: Mapping[str, object], taken: Set[str]) -> dict[str, object]:
    aliases = state.get("aliases")
    kept = (
        [name for name in aliases if name_key(name) not in taken]
        if isinstance(aliases, list)
        else []
    )
    return {**state, "aliases": kept}


def _merge_tables(under: dict[str, object], over: dict[str, object]) -> dict[str, object]:
    both = dict(under)
    for key, value in over.items():
        below = under.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            both[key] = _merge_tables(below, value)
        else:
            both[key] = value
    return both


def _shape_faults(error: ValidationError) -> Iterator[PlaybookFault]:
    for fault in error.errors(include_url=False):
        code, limit = _KINDS[fault["type"]]
        if code == "playbook-key-missing" and fault["loc"][-1] in LANGUAGES:
            code = "playbook-language-missing"
        if code == "playbook-key-unknown" and fault["loc"][-1] == "levels":
            code = "playbook-levels"
        figures = {} if limit is None else {"limit": _limit_text(fault["ctx"][limit])}
        yield PlaybookFault(fault["loc"], code, figures)


def _limit_text(bound: object) -> str:
    """Write a bound as the user does; of choices, which pydantic puts in a sentence, the names."""
    return ", ".join(re.findall(r"'([^']*)'", str(bound))) or f"{bound:g}"


def _first_error(
    over: _PlaybookFile, under: _PlaybookFile, faults: Sequence[PlaybookFault]
) -> UserError:
    """Make the refusal of the fault that stands first in the file."""
    # Where the keys stand takes as long to find as the whole parse: only a refusal asks.
    lines, defaults = find_key_lines(over.text), find_key_lines(under.text)
    paths = [_written_path(over, under, fault.path) for fault in faults]
    placed = [(_line_of(lines, defaults, path), at) for at, path in enumerate(paths)]
    line, at = min(placed)
    fault = faults[at]
    return UserError(
        fault.code, file=over.source, line=line, key=_key_text(paths[at]), **fault.figures
    )


def _written_path(over: _PlaybookFile, under: _PlaybookFile, path: KeyPath) -> KeyPath:
    """Return the path as the team's file writes it: a stage by its id where it is laid over."""
    if path[0] != "stages" or len(path) == 1 or not _stage_overlays(over):
        return path
    at = path[1]
    id_ = f"{_stages_of(under.table)[at]['id']}" if isinstance(at, int) else at
    return ("stages", id_, *path[2:])


def _line_of(over: Mapping[KeyPath, int], under: Mapping[KeyPath, int], path: KeyPath) -> int:
    """Find the line to name for a path; for a key that is missing, that of its table.

    The default is sound by itself, so what is wrong at a place that only the default has (a limit
    that names the stage P3) comes from the stages that the team's file put in place of its own.
    """
    array = next((path[:at] for at, part in enumerate(path) if isinstance(part, int)), path)
    if path in under and array not in over:
        return over.get(("stages",), 1)
    known = (path[:length] for length in range(len(path), 0, -1))
    return next((over[part] for part in known if part in over), 1)


def _key_text(path: KeyPath) -> str:
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


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
    yield from _alias_faults(playbook)
    yield from _named_stage_faults(playbook)
    for table, records in (
        ("fields", playbook.fields),
        ("review", playbook.review),
        ("templates", playbook.templates),
    ):
        ids = [record.id for record in records]
        yield from _repeated_id_faults((table,), ids, "playbook-id-twice", "id")
    yield from _plan_template_faults(playbook)
    yield from _section_faults(playbook)
    yield from _rule_faults(playbook)


def _repeated_id_faults(
    path: KeyPath, ids: Sequence[str], code: str, figure: str
) -> Iterator[PlaybookFault]:
    """Yield the ids that stand twice; users type them in either case, so P3 and p3 are one."""
    seen: set[str] = set()
    for at, id_ in enumerate(ids):
        if id_.casefold() in seen:
            yield PlaybookFault((*path, at, "id"), code, {figure: id_})
        seen.add(id_.casefold())


def _stage_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    stages = playbook.stages
    questions = {key for section in playbook.sections.values() for key in section.questions}
    if len(stages) < FEWEST_STAGES:
        yield PlaybookFault(("stages",), "playbook-too-few", {"limit": FEWEST_STAGES})
    ids = [stage.id for stage in stages]
    yield from _repeated_id_faults(("stages",), ids, "playbook-stage-twice", "stage")
    for at, stage in enumerate(stages):
        yield from _gate_faults(("stages", at, "gate"), stage.gate, questions)
    for at, (lower, upper) in enumerate(pairwise(stages), 1):
        if upper.weight < lower.weight:
            figures = {"stage": upper.id, "before": lower.id}
            yield PlaybookFault(("stages", at, "weight"), "playbook-stage-order", figures)


def _alias_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    """Yield the aliases that name nothing, or what something else is called already."""
    ids = StageNames({stage.id: () for stage in playbook.stages}, {})
    owners = {
        name_key(name): NamedState(stage=stage.id)
        for stage in playbook.stages
        for name in (*stage.name.every, stage.id)
    }
    owned: list[tuple[KeyPath, NamedState, tuple[str, ...]]] = [
        (("stages", at), NamedState(stage=stage.id), stage.aliases)
        for at, stage in enumerate(playbook.stages)
    ]
    for status, called in playbook.statuses.aliases.items():
        owned.append((("statuses", status), NamedState(status=status), called))
    for path, owner, aliases in owned:
        for at, alias in enumerate(aliases):
            key = name_key(alias)
            # Only figures can mean a stage in more ways than one, and every start comes by here.
            figures_of = ids.find(alias) if any(map(str.isdecimal, key)) else None
            other = figures_of or owners.setdefault(key, owner)
            if not key:
                yield PlaybookFault((*path, "aliases", at), "playbook-empty", {})
            elif other != owner:
                figures = {"alias": alias, "other": other.stage or other.status or ""}
                yield PlaybookFault((*path, "aliases", at), "playbook-alias-twice", figures)


def _gate_faults(
    path: KeyPath, gate: tuple[GateItem, ...], questions: Set[str]
) -> Iterator[PlaybookFault]:
    ids = [item.id for item in gate]
    yield from _repeated_id_faults(path, ids, "playbook-gate-twice", "gate")
    for at, item in enumerate(gate):
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


def _named_stage_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    """Yield the limits that name a stage which is not there."""
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
        (("thresholds", "missing", "from"), limits.missing.since),
        (("thresholds", "no-coach", "from"), limits.no_coach.since),
        (("thresholds", "tender", "stage"), limits.tender.stage),
        *(
            (("rules", rule, "stages", at, "from"), since.since)
            for rule, texts in playbook.rules.items()
            for at, since in enumerate(texts.stages)
        ),
        *(
            (("thresholds", "checks", "stages", key), stage)
            for key, stage in limits.checks.stages.items()
        ),
    ]
    for path, stage in named:
        if stage not in playbook.order:
            yield PlaybookFault(path, "playbook-stage-unknown", {"stage": stage})


def _plan_template_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    known = {workstream.id for workstream in playbook.fields}
    for at, template in enumerate(playbook.templates):
        for number, row in enumerate(template.rows):
            path: KeyPath = ("templates", at, "rows", number)
            if row.field not in known:
                yield PlaybookFault((*path, "field"), "playbook-field-unknown", {"text": row.field})
            if row.after is not None and row.after > number:
                yield PlaybookFault((*path, "after"), "playbook-too-large", {"limit": number})
            yield from _text_faults((*path, "content"), row.content, FILLED)
            if row.aim is not None:
                yield from _text_faults((*path, "aim"), row.aim, FILLED)
            for place, check in enumerate(row.checks):
                yield from _text_faults((*path, "checks", place, "what"), check.what, FILLED)


def _section_faults(playbook: Playbook) -> Iterator[PlaybookFault]:
    """Yield ids that are odd or stand twice in all sections, and stages that are not there."""
    seen: set[str] = set()
    stages = {**playbook.order, **playbook.thresholds.checks.stages}
    for name, section in playbook.sections.items():
        path: KeyPath = ("sections", name)
        if not _ID.fullmatch(name):
            yield PlaybookFault(path, "playbook-id-odd", {})
        for key, question in section.questions.items():
            where = (*path, "questions", key)
            if not _ID.fullmatch(key):
                yield PlaybookFault(where, "playbook-id-odd", {})
            if key in seen:
                yield PlaybookFault(where, "playbook-question-twice", {"question": key})
            seen.add(key)
            if question.asked and question.due not in stages:
                figures = {"stage": question.due}
                yield PlaybookFault((*where, "due"), "playbook-stage-unknown", figures)


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
        optional = SentenceFigures(frozenset(), figures.may)
        yield from _text_faults((*where, "reason"), texts.reason, figures)
        yield from _text_faults((*where, "next"), texts.next, optional)
    for case in CASES[rule]:
        if case not in cases:
            yield PlaybookFault((*path, "cases", case), "playbook-key-missing", {})


def _text_faults(
    path: KeyPath, text: BilingualText, figures: SentenceFigures
) -> Iterator[PlaybookFault]:
    for lang in LANGUAGES:
        where = (*path, lang)
        try:
            found = template_parts(text.of(lang))
        except ValueError:
            yield PlaybookFault(where, "playbook-text-broken", {})
            continue
        named = {piece.figure for piece in found if piece.figure is not None}
        printed = {piece.figure for piece in found if piece.words is None}
        for name in sorted(named - figures.may):
            yield PlaybookFault(where, "playbook-figure-unknown", {"figure": name})
        for name in sorted(figures.must - printed):
            yield PlaybookFault(where, "playbook-figure-missing", {"figure": name})
