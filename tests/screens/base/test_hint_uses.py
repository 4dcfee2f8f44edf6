"""Hints are shown until they have been used, come back when asked for, and are kept for later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from screens.base.empty_hints import EMPTY_HINTS
from screens.base.hint_uses import KEY_USES, LINE_USES, HintsShown, HintUses, NoKeeper
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk

COMMANDS = st.sampled_from(["pipeline.add", "pipeline.next", "people.add"])
USES = st.lists(st.tuples(st.booleans(), COMMANDS), max_size=30)
LINE = "Harbour @Port owner:Ann P2\n"


class Kept:
    """Keeps the uses in memory, and counts how often."""

    def __init__(self) -> None:
        self.uses: Mapping[str, int] = {}
        self.times = 0

    def read(self) -> Mapping[str, int]:
        """What was kept."""
        return self.uses

    def write(self, uses: Mapping[str, int]) -> None:
        """Keeps it."""
        self.uses, self.times = uses, self.times + 1


def use(hints: HintUses, uses: list[tuple[bool, str]]) -> None:
    """Runs commands, or has their lines taken."""
    for typed, command in uses:
        (hints.use_line if typed else hints.use)(command)


@given(USES, COMMANDS)
def test_a_hint_is_shown_until_it_was_used(uses: list[tuple[bool, str]], command: str) -> None:
    hints, counts = HintUses(NoKeeper()), Counter(uses)
    use(hints, uses)
    assert hints.shows_key(command) == (counts[False, command] < KEY_USES)
    assert hints.shows_line(command) == (counts[True, command] < LINE_USES)


@given(USES, USES, COMMANDS)
def test_what_was_used_is_remembered_at_the_next_start(
    before: list[tuple[bool, str]], after: list[tuple[bool, str]], command: str
) -> None:
    kept, whole = Kept(), HintUses(NoKeeper())
    for uses in (before, after):
        hints = HintUses(kept)
        use(hints, uses)
        use(whole, uses)
        hints.keep()
    assert hints.shows_line(command) == whole.shows_line(command)
    assert hints.shows_key(command) == whole.shows_key(command)


@given(USES, USES)
def test_it_is_kept_no_more_often_than_something_steps_back(
    first: list[tuple[bool, str]], again: list[tuple[bool, str]]
) -> None:
    kept = Kept()
    hints = HintUses(kept)
    for each in (*first, *again):
        use(hints, [each])
        if hints.due:
            hints.keep()
    assert kept.times <= 3 * (KEY_USES + LINE_USES)
    assert all(1 <= uses <= LINE_USES for uses in kept.uses.values())


@given(USES, st.sampled_from(["always", "never", "fade"]), COMMANDS)
def test_a_setting_has_them_always_or_never(
    uses: list[tuple[bool, str]], wanted: HintsShown, command: str
) -> None:
    hints = HintUses(NoKeeper(), wanted)
    use(hints, uses)
    if wanted != "fade":
        assert hints.shows_key(command) == hints.shows_line(command) == (wanted == "always")
    hints.show_again()
    assert hints.shows_key(command)
    assert hints.shows_line(command)


async def type_lines(at: Desk, times: int) -> None:
    """Adds projects, and takes each back."""
    for _time in range(times):
        await at.press("a")
        await at.type(LINE)
        await at.press("escape", "u")


async def test_the_example_of_an_empty_pipeline_steps_back_and_comes_back() -> None:
    hint = EMPTY_HINTS["pipeline"]
    async with at_desk(PipelineScreen()) as at:
        await type_lines(at, LINE_USES - 1)
        assert hint.examples[0] in at.shown("rows")
        await at.press("a")
        assert "name @customer" in at.foot()
        await at.press("escape")
        await type_lines(at, 1)
        assert at.host.book.projects == {}
        assert hint.purpose in at.shown("rows")
        assert "a adds one in a line, I imports a table\n" in f"{at.shown('rows')}\n"
        assert hint.examples[0] not in at.shown("rows")
        await at.press("a")
        assert "name @customer" not in at.foot()
        await at.press("escape")
        at.screen.action_command("hints")
        await at.settle()
        assert hint.examples[0] in at.shown("rows")
        assert "hints are shown again" in at.foot()


async def test_a_line_that_was_refused_or_left_empty_is_no_use_of_it() -> None:
    async with at_desk(PipelineScreen()) as at:
        for _time in range(LINE_USES + 1):
            await at.press("a", "enter")
            await at.press("a")
            await at.type("@\n")
            await at.press("escape", "escape")
        assert EMPTY_HINTS["pipeline"].examples[0] in at.shown("rows")


async def test_the_shape_of_a_line_is_told_until_some_were_typed() -> None:
    deal = project(id="one", contacts=[contact("he", 2)])
    async with at_desk(PeopleScreen(deal), deal) as at:
        shape = "name title department level"
        await at.press("a")
        for name in ("Ann\n", "Bo\n", "Cy\n"):
            assert shape in at.foot()
            await at.type(name)
        assert shape not in at.foot()


async def test_what_was_used_is_kept_by_the_next_second() -> None:
    kept = Kept()
    async with at_desk(PipelineScreen()) as at:
        at.host.context = replace(at.host.context, hint_keeper=kept)
        at.host.hints = HintUses(kept)
        await type_lines(at, 1)
        assert kept.times == 0
        await at.poll()
        assert kept.uses["pipeline.add:line"] == 1
        assert not at.host.hints.due
