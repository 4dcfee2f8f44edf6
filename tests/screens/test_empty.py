"""Every screen with nothing on it says what belongs there, with an example and its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from deals.edits.contacts import add_contacts
from deals.model import Contact, Project
from deals.planning.plan_lines import read_goal
from screens.base.context import ImportChoices
from screens.base.empty_hints import EMPTY_HINTS, FIRST_PROJECT, EmptyHint
from screens.base.import_table import ImportPreview
from screens.base.lines import LinesView
from screens.base.screen import BaseScreen
from screens.import_letter.screen import LetterScreen
from screens.import_preview.screen import ImportScreen
from screens.notes.screen import NotesScreen
from screens.numbers.screen import NumbersScreen
from screens.pipeline.screen import PipelineScreen
from screens.pipeline.view_choices import PipelineView
from screens.registry import SCREENS, find_command_key
from screens.strategy.screen import StrategyScreen
from store.tables.pipeline import import_tables
from tests.deals.makers import action, contact, project
from tests.deals.readings import reading
from tests.examples import SOAKING
from tests.screens.hosting import EMPTY, Desk, at_desk, every_screen, read_into
from tests.screens.numbers.cases import see_all
from tests.screens.test_sizes import resize, wait_for_size
from tests.wording.example_readers import (
    TYPED,
    read_amount,
    read_filter,
    read_member_line,
    read_next,
    read_product,
    read_project,
    read_row,
    read_signs,
    read_touch,
)
from views.glyphs import ALPHABETS, Glyphs, use_glyphs
from views.import_letter import ImportLetter
from wording import _, use_language

DEAL = project(id="one", name="港区视频专网", contacts=[])
KNOWN = project(id="one", name="港区视频专网", contacts=[contact("he", 2)])
ENDED = project(id="one", name="港区视频专网", status="lost")
HE = contact("何总", 3, id="he", follow_up=action("问预算", date(2026, 2, 20)))
WAITING = project(id="one", contacts=[HE])
NEVER_EMPTY = {
    "welcome": "it offers the ways to start",
    "method": "it is a text",
    "help": "it lists the commands of a screen",
}
"""The screens of which nothing can be missing, and why."""
MAKE = every_screen(DEAL)


def filtered_pipeline() -> BaseScreen:
    """A pipeline of which the filter leaves nothing."""
    screen = PipelineScreen()
    screen.look = PipelineView(filter="owner:nobody")
    return screen


def nothing_new() -> BaseScreen:
    """The preview of a table without news."""
    table = read_into(EMPTY, EMPTY)
    read = ImportPreview(
        Path("t.csv"), lambda _choices, _progress: table, ImportChoices(), table, lambda: None
    )
    return ImportScreen(read)


class Case(NamedTuple):
    """How to come where a hint stands: a screen, its projects, keys."""

    hint: str
    make: Callable[[], BaseScreen]
    projects: Sequence[Project] = (DEAL,)
    keys: Sequence[str] = ()

    @property
    def name(self) -> str:
        """What the case is called."""
        return f"{self.hint}-{len(self.projects)}-{''.join(self.keys)}"


CASES: Sequence[Case] = (
    Case("pipeline", MAKE["pipeline"], ()),
    Case("pipeline.ended", MAKE["pipeline"], (ENDED,)),
    Case("pipeline.filtered", filtered_pipeline),
    Case("triage", MAKE["triage"], ()),
    Case("triage", MAKE["triage"], (ENDED,)),
    Case("people", MAKE["people"]),
    Case("people.tree", MAKE["people"], keys=("v",)),
    Case("people.chain", MAKE["people"], keys=("v", "v")),
    Case("people.list", MAKE["people"], keys=("v", "v", "v")),
    Case("people.findings", MAKE["people"], keys=("m",)),
    Case("strategy.market", MAKE["strategy"]),
    Case("strategy.choice", MAKE["strategy"], keys=("down",)),
    Case("strategy.customer", MAKE["strategy"], keys=("l",)),
    Case("strategy.competition", MAKE["strategy"], keys=("l",) * 2),
    Case("strategy.product", MAKE["strategy"], keys=("l",) * 3),
    Case("strategy.commercial", MAKE["strategy"], keys=("l",) * 4),
    Case("strategy.service", MAKE["strategy"], keys=("l",) * 5),
    Case("strategy", MAKE["strategy"], keys=("l",) * 6),
    Case("strategy.evidence", MAKE["strategy"], keys=("l", "down")),
    Case("fishbone", MAKE["fishbone"]),
    Case("fishbone", MAKE["fishbone"], keys=("v",)),
    Case("plan.plan", MAKE["plan"]),
    Case("plan.plan", MAKE["plan"], keys=("v",)),
    Case("plan.goals", MAKE["plan"], keys=("v", "v")),
    Case("plan.team", MAKE["plan"], keys=("t",)),
    Case("market.choice", MAKE["market"]),
    Case("market.note", MAKE["market"], keys=("tab",)),
    Case("market.cell", MAKE["market"], keys=("tab",) * 2),
    Case("market.swot", MAKE["market"], keys=("tab",) * 3),
    Case("market.portfolio", MAKE["market"], keys=("tab",) * 4),
    Case("review.outlook", MAKE["review"]),
    Case("review", MAKE["review"], keys=("down",) * 5),
    Case("review.rival", MAKE["review"], keys=("down",) * 11),
    Case("log", MAKE["log"]),
    Case("notes.project", MAKE["notes"]),
    Case("notes.contact", lambda: NotesScreen(KNOWN, KNOWN.contacts[0].id), (KNOWN,)),
    Case("notes.strategy", lambda: NotesScreen(DEAL, key="market")),
    Case("notes.outlook", lambda: NotesScreen(DEAL, key="outlook.project")),
    Case("visit_brief", MAKE["visit_brief"]),
    Case("followups", MAKE["followups"], ()),
    Case("followups", MAKE["followups"]),
    Case("week.due", MAKE["week"], ()),
    Case("week.due", MAKE["week"]),
    Case("week.done", MAKE["week"], keys=("v",)),
    Case("key_projects", MAKE["key_projects"], ()),
    Case("key_projects", MAKE["key_projects"]),
    Case("numbers.forecast", MAKE["numbers"], ()),
    Case("numbers.movement", MAKE["numbers"], keys=("v",)),
    Case("numbers.shape", MAKE["numbers"], (), keys=("v",) * 2),
    Case("numbers.record", MAKE["numbers"], (), keys=("v",) * 3),
    Case("team", MAKE["team"], ()),
    Case("team", MAKE["team"]),
    Case("import_preview", nothing_new),
    Case("import_letter", lambda: LetterScreen(ImportLetter("t.csv", ()))),
    Case("unsaved", MAKE["unsaved"]),
    Case("unsettled", MAKE["unsettled"]),
)
UNDRIVEN = {"strategy.filtered", "followups.filtered", "team.twins"}
"""The hints that take more than keys to come to; their tests stand apart."""


@contextmanager
def spoken(lang: str) -> Iterator[None]:
    """Speaks a language meanwhile."""
    use_language(lang)
    try:
        yield
    finally:
        use_language("en")


def squeeze(text: str) -> str:
    """A text without its blanks: how it is broken into lines does not matter."""
    return "".join(text.replace("│", "").split())


def all_text(at: Desk) -> str:
    """All that stands on the screen, part by part."""
    return squeeze("\n".join(view.text for view in at.screen.query(LinesView)))


async def await_figures(at: Desk) -> None:
    """Waits until the numbers are worked out, where there are some."""
    if isinstance(at.screen, NumbersScreen):
        await see_all(at)


def hint_of(case: Case) -> EmptyHint:
    """The hint of a case: where there is no project, how one comes to the first."""
    hint = EMPTY_HINTS[case.hint]
    return FIRST_PROJECT if hint.of_projects and not case.projects else hint


def missing(at: Desk, case: Case, keys: Mapping[str, str] = {}) -> list[str]:
    """What of a hint is not on the screen."""
    hint, shown = hint_of(case), all_text(at)
    named = [find_command_key(each, keys) for each in hint.commands]
    how = _(hint.how).format(key=named[0], other=named[-1])
    parts = [_(EMPTY_HINTS[case.hint].purpose), how]
    if case.hint.startswith(("review", "strategy.evidence")):
        parts = [how]  # each field and each question says itself what belongs there
    first = map(_, hint.examples[:1])
    return [part for part in (*parts, *first) if squeeze(part) not in shown]


def test_every_screen_has_a_hint() -> None:
    hinted = {id_.partition(".")[0] for id_ in EMPTY_HINTS}
    assert hinted | set(NEVER_EMPTY) == set(SCREENS)
    assert hinted & set(NEVER_EMPTY) == set()


def test_every_hint_has_an_example_but_where_nothing_is_typed() -> None:
    assert {id_ for id_, hint in EMPTY_HINTS.items() if not hint.examples} == {"unsettled"}


def test_every_hint_is_looked_for() -> None:
    assert {case.hint for case in CASES} | UNDRIVEN == set(EMPTY_HINTS)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_is_empty_says_what_belongs_there(case: Case, lang: str) -> None:
    """Its example is seen on the smallest terminal and on a large one too, in the soak in Chinese
    as well.
    """
    with spoken(lang):
        async with at_desk(case.make(), *case.projects) as at:
            await at.press(*case.keys)
            await await_figures(at)
            assert missing(at, case) == []
            for size in ((60, 16), (120, 40)) if lang == "en" or SOAKING else ():
                resize(at.host, *size)
                await wait_for_size(at.host, *size)
                await await_figures(at)
                shown = all_text(at)
                assert all(squeeze(_(each)) in shown for each in hint_of(case).examples[:1]), size


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("owner:nobody", "owner:nobody: no project matches owner:nobody. The filter leaves no"),
        ("owner:nobody stage:P4", "matches owner:nobody; without owner:nobody there is 1."),
        ("港区二 stage:P4", "its words match no project together; without stage:P4 there is 1."),
        ("港区 customer:none stage:P4", "without stage:P4 there are 2."),
    ],
)
async def test_a_filter_says_what_is_nearest(typed: str, said: str) -> None:
    first = project("P4", id="one", name="港区一", customer="Port", contacts=[])
    second = project("P2", id="two", name="港区二", customer="", contacts=[])
    third = project("P2", id="three", name="港区三", customer="", contacts=[])
    screen = PipelineScreen()
    screen.look = PipelineView(filter=typed)
    async with at_desk(screen, first, second, third) as at:
        assert squeeze(said) in squeeze(at.shown("rows"))
        await at.press("q")
        assert "港区一" in at.shown("rows")


async def test_a_filter_without_a_hit_is_named_with_how_to_drop_it() -> None:
    async with at_desk(MAKE["followups"](), WAITING) as at:
        await at.press("slash", *"zzz", "enter")
        shown = all_text(at)
        hint = EMPTY_HINTS["followups.filtered"]
        assert squeeze("No follow-up has zzz.") in shown
        assert squeeze(_(hint.how).format(key="q", other="/")) in shown
        assert squeeze(hint.examples[0]) in shown
        await at.press("q")
        assert "何总" in at.shown("rows")


async def test_questions_that_a_filter_leaves_out_are_said_to_be_there() -> None:
    async with at_desk(StrategyScreen(DEAL), DEAL) as at:
        await at.press("f", "f")
        shown, hint = squeeze(at.shown("rows")), EMPTY_HINTS["strategy.filtered"]
        assert squeeze("Shown: only weak.") in shown
        assert squeeze(hint.purpose) in shown
        assert squeeze(_(hint.how).format(key="f", other="/")) in shown
        assert hint.examples[0] in shown


async def test_the_keys_are_those_in_force() -> None:
    keys = {"add": "f4", "import": "f5,f6"}
    async with at_desk(MAKE["pipeline"](), keys=keys) as at:
        assert missing(at, Case("pipeline", MAKE["pipeline"], ()), keys) == []
        assert "F4 adds one in a line, F5 imports a table:" in at.shown("rows")


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=list(ALPHABETS))
async def test_an_example_can_be_typed_as_it_stands(alphabet: Glyphs) -> None:
    use_glyphs(alphabet)
    async with at_desk(MAKE["pipeline"]()) as at:
        at.host.settle_answer("currency", "EUR")
        example = next(row for row in at.shown("rows").splitlines() if "@" in row)
        await at.press("a")
        await at.type(f"{example.strip()}\n")
        (made,) = at.host.book.projects.values()
        assert (made.name, made.customer) == ("Harbour video net", "Port Authority")
        assert made.owner == at.host.context.me
        assert made.stage == "P2"
        assert made.amount
        assert made.amount.currency == "EUR"
        assert made.signs


READERS: Mapping[str, Callable[[str], object]] = {
    "pipeline.add": read_project,
    "pipeline.filter": read_filter,
    "pipeline.next": read_next,
    "pipeline.touch": read_touch,
    "pipeline.signs": read_signs,
    "pipeline.amount": read_amount,
    "people.touch": read_touch,
    "people.add": lambda text: read_person_of(text).name,
    "visit_brief.next": read_next,
    "plan.add": lambda text: read_goal_line(text) and read_row(text),
    "market.market-add": lambda text: read_product(text) if "1.2" in text else text,
}
"""What reads the line of a command; of others any text is good."""
ANY_TEXT = {
    *("strategy.evidence", "strategy.answer-yes-shown", "strategy.find", "fishbone.add"),
    *("market.market-edit", "review.write", "notes.save", "followups.filter", "pipeline.end"),
    "team.back",
}
TABLES = {"import_preview.reading"}
"""The hints whose example is a table: its head and a row."""


def read_person_of(text: str) -> Contact:
    """The person that a line adds."""
    (person,) = add_contacts(DEAL, text, reading()).contacts
    assert person.level
    return person


def read_goal_line(text: str) -> object:
    """What a line of a goal or a task says, with its days."""
    goal = read_goal(text, DEAL, TYPED.calendar, "new")
    assert goal.start
    assert goal.responsible
    return goal


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("hint_id", EMPTY_HINTS)
def test_every_example_is_read_as_it_stands(hint_id: str, lang: str, tmp_path: Path) -> None:
    hint = EMPTY_HINTS[hint_id]
    with spoken(lang):
        examples = [_(each) for each in hint.examples]
    if hint_id == "plan.team":
        assert all(map(read_member_line, examples))
    elif hint.line_command in TABLES:
        table = tmp_path / "t.csv"
        table.write_text("\n".join(examples))
        (made,) = import_tables([table], EMPTY, reading()).book.projects.values()
        assert made.customer
        assert made.stage == "P2"
        assert made.amount
        assert made.signs
    elif hint.line_command not in ANY_TEXT and examples:
        assert all(map(READERS[hint.line_command], examples))
    else:
        assert all(examples)
