"""Every word that the program shows for a value is read as that value, in both languages at once.

The words are those of the catalogues and of the playbook; nothing here repeats one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import getmembers, isfunction, signature
from types import SimpleNamespace
from typing import Any, NamedTuple, get_args

import pytest

from deals.edits.contacts import add_contacts
from deals.edits.line_items import KEYS
from deals.edits.number_settings import read_measure_kind
from deals.edits.store_settings import read_month
from deals.errors import UserError
from deals.fields import CONTACT, MEMBER, PROJECT
from deals.fields.project_fields import read_status
from deals.fields.spec import header_key
from deals.filters import READERS, FilterContext, FilterSubject, parse_filter
from deals.fishbone import find_workstream
from deals.model import (
    FUNCTIONS,
    LEVELS,
    LINES,
    MEASURES,
    TOUCH_KINDS,
    Answered,
    Contact,
    Role,
    RowState,
    Severity,
    Stance,
    Status,
    TeamPart,
)
from deals.parsing.text import fold_text
from deals.parsing.touch_line import parse_touch
from deals.questions import find_question, read_answer
from deals.search import SearchIndex
from screens.people.actions import read_cover
from screens.pipeline.view import columns
from store.tables.contact_rows import FIELD_OF as CONTACT_HEADERS
from store.tables.contact_rows import contact_cell, normalize_cell
from store.tables.headers import read_mapped_fields
from store.tables.pipeline_columns import COLUMNS
from store.tables.plan_rows import FIELD_OF as PLAN_HEADERS
from store.tables.plan_rows import HEAD_OF, STATES
from store.tables.plans import STATE_WORDS
from store.tables.stage_cells import read_stage_cell
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.deals.readings import reading
from tui.cli.edit import assignment, settable_fields
from views.project_card import LEVELS as SHORT_LEVELS
from wording import LANGUAGES, _, names, use_language

FINE = DEFAULT.model_copy(update={"net": DEFAULT.net.model_copy(update={"upper": True})})
"""The playbook with all four levels."""
READING = reading()._replace(playbook=FINE)
CONTEXT = FilterContext(DEFAULT, "林", SearchIndex())
NAMES = ("何总", "Ann Lee")
Reader = Callable[[str], object]
Words = Iterable[tuple[str, str]]
"""Words with the id of the value that each is shown for."""


def in_every_language(words: Callable[[], Words]) -> set[tuple[str, str]]:
    """Collect words with their values, in each language that is spoken."""
    found: set[tuple[str, str]] = set()
    for lang in LANGUAGES:
        use_language(lang)
        found |= {*words()}
    use_language("en")
    return found


def read_field(field: str) -> Reader:
    """Make the reader of a field of a contact: as it is typed, and from a cell."""

    def read(word: str) -> object:
        typed = CONTACT[field].parse(word, READING)
        assert typed == CONTACT[field].parse(normalize_cell(field, word), READING)
        return next(iter(typed), None) if field in ("stance", "lines") else typed

    return read


def read_line(field: str) -> Reader:
    """Make the reader of a field within a line about a person, in either language."""

    def read(word: str) -> object:
        found = {read_person(name, word, field) for name in NAMES}
        assert len(found) == 1
        return found.pop()

    return read


def read_person(name: str, word: str, field: str) -> object:
    """Return the field of the person whom the line names; the name is nothing but that."""
    (person,) = add_contacts(project(), f"{name} {word}", READING).contacts
    assert person.name == name
    value: object = getattr(person, field)
    return value[0] if isinstance(value, tuple) and value else value


def read_team_level(word: str) -> object:
    """Read the level of one of ours, behind the name."""
    return read_cover(f"Lin {word}", FINE)[0][1]


def filter_reader(key: str, values: Mapping[str, Any]) -> Reader:
    """Make the reader of a value in a filter: which of the subjects the term lets through."""

    def read(word: str) -> object:
        found = parse_filter(f'{key}:"{word}"', CONTEXT)
        let = [value for value, subject in values.items() if found._tests[0](subject)]
        return let[0] if len(let) == 1 else tuple(let)

    return read


def subject(assessment: Any = None, **fields: Any) -> FilterSubject:
    """Make the subject of a filter."""
    made = project(**fields)
    return FilterSubject(made, assessment, CONTEXT.index.texts(made))


class Kind(NamedTuple):
    """A kind of value: its words with what each means, and everything that reads one."""

    words: Callable[[], Words]
    readers: Mapping[str, Reader]


def named(ids: Iterable[str], *names: Callable[[str], str]) -> Callable[[], Words]:
    """Return ids by themselves and by their names."""
    return lambda: ((word, id_) for id_ in ids for word in (id_, *(name(id_) for name in names)))


def cell_words(field: str, values: Iterable[Contact]) -> Words:
    """Yield what an exported cell has for the field of each contact."""
    for chinese in (False, True):
        for person in values:
            value: object = getattr(person, field)
            meant = value[0] if isinstance(value, tuple) and value else value
            yield contact_cell(person, field, (), chinese), f"{meant}"


def cells_of(field: str, ids: Iterable[Any]) -> Callable[[], Words]:
    """Return the words of cells for each value of a field."""
    return lambda: cell_words(field, [contact("A", **{field: id_}) for id_ in ids])


def joined(*words: Callable[[], Words]) -> Callable[[], Words]:
    """Return several words as one."""
    return lambda: (pair for each in words for pair in each())


RULES = {
    rule: subject(SimpleNamespace(flags=[SimpleNamespace(rule=rule)])) for rule in DEFAULT.rules
}
KINDS: Mapping[str, Kind] = {
    "name_month": Kind(
        lambda: ((names.name_month(month), f"{month}") for month in range(1, 13)),
        {"fiscal year": lambda word: f"{read_month(word)}"},
    ),
    "measure_name": Kind(named(MEASURES, names.measure_name), {"measure": read_measure_kind}),
    "level_name": Kind(
        joined(
            named(LEVELS, names.level_name),
            lambda: ((_(short), level) for level, short in SHORT_LEVELS.items()),
            cells_of("level", LEVELS),
        ),
        {
            "field": read_field("level"),
            "line": read_line("level"),
            "member": lambda word: MEMBER["level"].parse(word, READING),
            "cover": read_team_level,
        },
    ),
    "function_name": Kind(
        joined(named(FUNCTIONS, names.function_name), cells_of("function", FUNCTIONS)),
        {"field": read_field("function"), "line": read_line("function")},
    ),
    "role_name": Kind(
        joined(named(get_args(Role), names.role_name), cells_of("role", get_args(Role))),
        {"field": read_field("role"), "line": read_line("role")},
    ),
    "line_name": Kind(
        joined(
            lambda: ((names.line_name(line), line) for line in LINES),
            cells_of("lines", [(line,) for line in LINES]),
        ),
        {"field": read_field("lines"), "line": read_line("lines")},
    ),
    "stance_name": Kind(
        joined(
            named(get_args(Stance), names.stance_name),
            cells_of("stance", [stance for stance in get_args(Stance) if stance != "unknown"]),
        ),
        {"field": read_field("stance"), "line": read_line("stance")},
    ),
    "touch_name": Kind(
        named(TOUCH_KINDS, names.touch_name),
        {
            "head": lambda word: parse_touch(word, (), TODAY).how,
            "before": lambda word: parse_touch(f"{word} 何总", (contact("何总"),), TODAY).how,
        },
    ),
    "status_name": Kind(
        named(get_args(Status), names.status_name),
        {
            "field": lambda word: read_status(word, READING),
            "filter": filter_reader(
                "status", {status: subject(status=status) for status in get_args(Status)}
            ),
        },
    ),
    "stage": Kind(
        lambda: (
            (word, stage.id)
            for stage in DEFAULT.stages
            for name in stage.name.every
            for word in (stage.id, name, f"{stage.id} {name}")
        ),
        {
            "field": lambda word: PROJECT["stage"].parse(word, READING).stage,
            "cell": lambda word: read_stage_cell("stage", word, {}, READING).value,
            "filter": filter_reader(
                "stage", {stage.id: subject(stage=stage.id) for stage in DEFAULT.stages}
            ),
        },
    ),
    "severity": Kind(
        named(get_args(Severity)),
        {
            "filter": filter_reader(
                "severity",
                {
                    severity: subject(SimpleNamespace(severity=severity))
                    for severity in get_args(Severity)
                },
            )
        },
    ),
    "flag": Kind(
        lambda: (
            (word, rule)
            for rule, texts in DEFAULT.rules.items()
            for word in (rule, *texts.name.every)
        ),
        {"filter": filter_reader("flag", RULES)},
    ),
    "answer_name": Kind(named(get_args(Answered), names.answer_name), {"answer": read_answer}),
    "part_name": Kind(
        named(get_args(TeamPart), names.part_name),
        {"member": lambda word: MEMBER["part"].parse(word, READING)},
    ),
    "standing_name": Kind(
        joined(
            named(get_args(RowState), names.standing_name),
            lambda: ((word, state) for state, words in STATES.items() for word in words),
        ),
        {"cell": lambda word: STATE_WORDS[word]},
    ),
    "cr": Kind(
        lambda: ((f"{mark}{cr}", f"{cr}") for cr in range(1, 6) for mark in ("CR", "cr", "")),
        {
            "field": lambda word: f"{CONTACT['cr'].parse(word, READING)}",
            "cell": lambda word: normalize_cell("cr", word),
            "line": lambda word: f"{read_line('cr')(word)}",
            "filter": filter_reader(
                "cr",
                {f"{cr}": subject(contacts=(contact("A", cr),)) for cr in range(1, 6)},
            ),
        },
    ),
    "workstream": Kind(
        lambda: (
            (word, each.id) for each in DEFAULT.fields for word in (each.id, *each.name.every)
        ),
        {"task": lambda word: find_workstream(word, project(), DEFAULT)},
    ),
    "question": Kind(
        lambda: (
            (word, id_)
            for id_, asked in DEFAULT.asked.items()
            for word in (id_, *asked.question.text.every)
        ),
        {"answer": lambda word: find_question(word, DEFAULT).id},
    ),
}
"""Each kind of value; one of the wordings is called as the function that says it."""
UNTYPED = {
    "listed_names": "several names of constants",
    "sort_name": "orders are chosen by a key",
    "view_name": "views that are always there are chosen by a key",
    "field_name": "looked at as names of fields, below",
    "plan_field_name": "looked at as names of fields, below",
    "change_name": "looked at as names of fields, below",
    "person_field_name": "looked at as names of fields, below",
    "change_names": "several names of fields",
    "line_label": "looked at as keys of a line, below",
    "line_labels": "several keys of a line",
    "amount_words": "an amount, with what it was rounded to",
    "currency_name": "a currency within a sentence; amounts name their own",
}
"""The functions of the wordings whose words are not typed as values, and why."""
OTHERWISE = {
    ("function_name", "line", "使用", "using"): "in a line it is the role",
}
"""What a reader takes for something else, and why."""


def wordings() -> Iterator[str]:
    """Yield the functions that say a constant by its id."""
    for name, function in getmembers(names, isfunction):
        alone = len(signature(function).parameters) == 1
        if alone and function.__module__ == names.__name__ and not name.startswith("_"):
            yield name


def test_every_wording_of_a_constant_is_read_or_left_out_for_a_reason() -> None:
    assert {*wordings()} - KINDS.keys() == UNTYPED.keys()


@pytest.mark.parametrize(
    ("kind", "place"), [(kind, place) for kind, each in KINDS.items() for place in each.readers]
)
def test_every_word_shown_is_read_as_what_it_is_shown_for(kind: str, place: str) -> None:
    words = in_every_language(KINDS[kind].words)
    assert words
    wrong = []
    for word, meant in sorted(words):
        for lang in LANGUAGES:
            use_language(lang)
            try:
                found = KINDS[kind].readers[place](word)
            except (UserError, KeyError, ValueError) as refused:
                found = refused
            if found != meant and (kind, place, word, meant) not in OTHERWISE:
                wrong.append((word, meant, found))
    use_language("en")
    assert wrong == []


def field_names() -> set[tuple[str, str]]:
    """Collect what the fields of a project are called."""
    return in_every_language(
        lambda: [
            (name, field)
            for field in PROJECT.typed
            for name in (field, names.field_name(field), names.change_name(field))
        ]
    ) - {("客户", "contacts")}  # a word for the company that buys too, and that is likelier


def test_set_and_import_know_a_field_by_every_name_that_is_shown() -> None:
    known = field_names()
    for name, field in known:
        assert (name, read_mapped_fields({"H": name}, COLUMNS, {})["h"]) == (name, field)
        if field in settable_fields():
            assert assignment(f"{name}=x") == (field, "x")


def test_the_line_of_a_project_knows_a_key_by_every_name_that_is_shown() -> None:
    labels = in_every_language(
        lambda: [(names.line_label(field), field) for field in PROJECT.typed]
    )
    assert {word: KEYS.get(fold_text(word)) for word, _field in labels} == dict(labels)


def test_a_filter_knows_a_key_by_every_name_that_is_shown() -> None:
    known = in_every_language(
        lambda: [
            *((names.sort_name(sort), sort) for sort in names.SORTS),
            *((column.title, column.id) for column in columns(120, {})),
            *field_names(),
        ]
    )
    shown = {(name, field) for name, field in known if field in READERS}
    values = {"amount": "1k", "signs": "2027", "stage": "P1", "cr": "1", "left": "1"}
    values |= {"tender": "2027", "key": "yes"}
    for name, field in sorted(shown):
        value = "open" if field == "status" else values.get(field, "x")
        word = name.replace(" ", "_")
        found = parse_filter(f"{word}:{value}", CONTEXT)
        assert (name, found.names_status) == (name, field == "status")


def test_tables_know_a_field_by_every_name_that_is_shown() -> None:
    people = in_every_language(
        lambda: [(names.person_field_name(field), field) for field in CONTACT.typed]
    )
    assert {name: CONTACT_HEADERS.get(header_key(name)) for name, _field in people} == dict(people)
    rows = in_every_language(
        lambda: [
            (names.plan_field_name(field), field)
            for field in names.PLAN_FIELDS
            if field in PLAN_HEADERS.values()
        ]
    )
    assert {name: PLAN_HEADERS.get(header_key(name)) for name, _field in rows} == dict(rows)
    heads = in_every_language(
        lambda: [(names.plan_field_name(field), field) for field in ("begins", "leader")]
    )
    assert {name: HEAD_OF.get(header_key(name)) for name, _field in heads} == dict(heads)
