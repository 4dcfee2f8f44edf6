"""A manager's Monday: nine questions about a team of twelve, each answered in five keys."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from deals.numbers.fiscal_periods import parse_fiscal_period
from screens.numbers.screen import NumbersScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import TODAY, playbook
from tests.screens.hosting import Desk, at_desk, place_store
from tests.screens.numbers.cases import press
from tests.team_of_twelve import BEGINNER, REPS, RIVALS, TOGETHER, WIN, make_team, quarter_label
from views.numbers.face_rows import short_money
from views.styled_text import TextLine

TEAM = make_team(TODAY)
TRUTH, LAST = TEAM.truth, TEAM.weeks
QUARTER = quarter_label(TRUTH.quarter)
PLAYBOOK = playbook("\n".join(f"[stages.P{at}]\nwin = {rate / 100}" for at, rate in enumerate(WIN)))
MOST_KEYS = 5


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of the team, written once."""
    path = tmp_path_factory.mktemp("team") / "netloft.json"
    place_store(path, TEAM.book, ())
    return path.parent


def text_of(line: TextLine) -> str:
    """Return a line without its tones."""
    return "".join(span.text for span in line)


def rows_of(at: Desk) -> dict[str, str]:
    """Return the lines of a face by id."""
    assert isinstance(at.screen, NumbersScreen)
    return {row.id: text_of(row.text) for row in at.screen.rows.face if row.id}


def projects_of(at: Desk, row_id: str) -> set[str]:
    """Return the projects behind a line of a face."""
    assert isinstance(at.screen, NumbersScreen)
    (row,) = (row for row in at.screen.rows.face if row.id == row_id)
    return set(row.projects)


def see_what_changed(at: Desk) -> None:
    moved = {
        kind: amount
        for (week, lane, kind), amount in TRUTH.quarter_lines.items()
        if (week, lane) == (LAST, TOGETHER) and amount and not kind.startswith("handed")
    }
    shown = rows_of(at)
    beside = {"slips", "idle", "advanced", "fell_back", "handed", "signed", "elsewhere"}
    assert set(moved) == set(shown) - {"then", "now", *beside}
    for kind, amount in moved.items():
        sign = "+" if amount > 0 else "-"
        assert f" {sign}{short_money(abs(amount))} " in f"{shown[kind]} "
    for place, week in (("then", LAST - 1), ("now", LAST)):
        assert f" {short_money(TRUTH.in_quarter[week, TOGETHER])} " in f"{shown[place]} "


def see_what_slipped(at: Desk) -> None:
    assert isinstance(at.screen, NumbersScreen)
    assert at.screen.selection.current == "slipped"
    assert projects_of(at, "slipped") == TRUTH.left[LAST]
    assert f"{len(TRUTH.left[LAST])} deals" in at.shown("about")


def see_who_is_behind(at: Desk) -> None:
    shown = rows_of(at)
    for rep in REPS:
        signed = TRUTH.signed[TRUTH.quarter, TOGETHER, rep]
        gap = TEAM.target(rep) - signed - round(TRUTH.expect(QUARTER, [rep]))
        assert (short_money(gap) if gap > 0 else "covered") in shown[f"row:{rep}"].split()


def see_what_we_sign(at: Desk) -> None:
    signed = sum(TRUTH.signed[TRUTH.quarter, TOGETHER, rep] for rep in REPS)
    whole, completion = (
        sum(TRUTH.forecast[QUARTER, TOGETHER, rep, name] for rep in REPS)
        for name in ("expected", "completion")
    )
    expected = TRUTH.expect(QUARTER)
    row = rows_of(at)[f"row:{parse_fiscal_period(QUARTER).id}"].split()
    assert row[2:5] == [short_money(each) for each in (whole, completion, round(expected))]
    assert short_money(signed) in row[5:]
    target = sum(map(TEAM.target, REPS))
    bars = at.shown("rows")
    assert re.search(rf"target +{re.escape(short_money(target))} ", bars)
    assert f"gap {short_money(round(target - signed - expected))} " in bars


def see_which_need_me(at: Desk) -> None:
    assert isinstance(at.screen, PipelineScreen)
    first = at.screen.selection.listed[:10]
    assert [TRUTH.red[id_] for id_ in first] == sorted(TRUTH.red.values(), reverse=True)[:10]


def see_whose_is_thin(at: Desk) -> None:
    shown = rows_of(at)
    for rep in REPS:
        cells = shown[f"owner:{rep}"].split()
        assert int(cells[1]) == sum(TRUTH.stages[rep][stage] for stage in range(7))
        assert ("thin" in cells) == (rep == BEGINNER)


def see_who_has_no_next_step(at: Desk) -> None:
    in_play = set().union(*TRUTH.idle.values())
    assert projects_of(at, "idle") == in_play | TRUTH.idle_signed
    if signed := len(TRUTH.idle_signed):
        assert f"{len(in_play)} in play, {signed} signed, all periods:" in rows_of(at)["idle"]
    most = sorted(REPS, key=lambda rep: -len(TRUTH.idle[rep]))[0]
    assert f"{most} {len(TRUTH.idle[most])}" in rows_of(at)["idle"]


def see_shared_customers(at: Desk) -> None:
    assert isinstance(at.screen, PipelineScreen)
    shared = {customer for customer, reps in TRUTH.reps.items() if len(reps) > 1}
    listed = at.screen.selection.listed
    assert {at.project(id_).customer for id_ in listed} == shared
    assert len(listed) == sum(
        each.status == "open" and each.customer in shared for each in TEAM.book.projects.values()
    )


def see_who_beats_us_where(at: Desk) -> None:
    shown = rows_of(at)
    counts = {
        rival: sum(count for (name, *_rest), count in TRUTH.losses.items() if name == rival)
        for rival in RIVALS
    }
    for rival, count in counts.items():
        assert f"{rival} " in shown[f"lost:competitor:{rival.casefold()}"]
        assert f" {count} " in shown[f"lost:competitor:{rival.casefold()}"]
    worst = max(counts, key=lambda rival: counts[rival])
    stages: dict[str, int] = {}
    for (rival, stage, _product), count in TRUTH.losses.items():
        if rival == worst:
            stages[stage] = stages.get(stage, 0) + count
    most = max(stages, key=lambda stage: stages[stage])
    assert worst in at.shown("about")
    assert f"{most} {stages[most]}" in at.shown("about")


@dataclass(frozen=True)
class Asked:
    """A question, the keys from the home screen that answer it, and what is then seen."""

    question: str
    keys: tuple[str, ...]
    see: Callable[[Desk], None]


QUESTIONS = (
    Asked("what changed since last week", ("N", "v"), see_what_changed),
    Asked("what slipped", ("N", "v"), see_what_slipped),
    Asked("who is behind", ("N", "b", "o"), see_who_is_behind),
    Asked("what will we sign this quarter", ("N",), see_what_we_sign),
    Asked("which ten need me", (), see_which_need_me),
    Asked("whose pipeline is thin", ("N", "v", "v"), see_whose_is_thin),
    Asked("who has no next step", ("N", "v"), see_who_has_no_next_step),
    Asked("which customers have two reps", ("v", "C"), see_shared_customers),
    Asked("which competitor beats us where", ("N", "v", "v", "v"), see_who_beats_us_where),
)


async def test_a_manager_is_answered_in_five_keys(folder: Path) -> None:
    def place(path: Path) -> None:
        shutil.copytree(folder, path.parent, dirs_exist_ok=True)

    async with at_desk(PipelineScreen(), size=(120, 40), before=place) as at:
        at.host.context = replace(at.host.context, playbook=PLAYBOOK)
        for asked in QUESTIONS:
            assert len(asked.keys) <= MOST_KEYS
            await press(at, asked.keys)
            asked.see(at)
            while at.screen is not at.host.first:
                await at.press("escape")
            if asked.keys[:1] == ("v",):
                await at.press("v", "1")
