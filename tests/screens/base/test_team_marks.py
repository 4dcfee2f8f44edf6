"""How the store stands with the team's server, in the cells that the keys leave of the footer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from deals.errors import UserError
from screens.base.frame import FooterKey, draw_footer
from screens.base.team_desk import TeamStatus
from screens.base.team_marks import describe_server, is_urgent, list_team_marks
from tests.screens.hosting import at_desk, every_screen
from tests.screens.unsettled.cases import METRO, PORT, seat_desk
from views.styled_text import cells_of
from wording import use_language

TODAY = date(2026, 3, 2)
NOON, DAYS_AGO = datetime(2026, 3, 2, 12, 5, tzinfo=UTC), datetime(2026, 2, 17, 9, tzinfo=UTC)
WELL = TeamStatus("db/sales", "Dan")


def texts(status: TeamStatus | None) -> list[str]:
    """Return the wordings of a mark."""
    return ["".join(span.text for span in each) for each in list_team_marks(status, TODAY)]


@pytest.mark.parametrize(
    ("status", "longest", "shortest"),
    [
        (WELL, "= in sync", "="),
        (replace(WELL, trying=True), "- connecting", "-"),
        (replace(WELL, pending=3), "+ 3 to send", "+3"),
        (replace(WELL, offline=NOON), "~ off-line 12:05", "~"),
        (replace(WELL, offline=DAYS_AGO, pending=2), "~ off-line 02-17 +2", "~ +2"),
        (replace(WELL, refused=2), "! 2 refused", "!2"),
        (replace(WELL, refused=2, pending=1), "! 2 refused +1", "!2 +1"),
        (replace(WELL, refused=2, offline=NOON), "! 2 refused ~ 12:05", "!2 ~"),
        (replace(WELL, stopped=UserError("team-login"), pending=1), "! no sync +1", "! +1"),
        (replace(WELL, resting=UserError("team-as-of"), pending=1), "- no sync", "-"),
    ],
)
def test_what_matters_most_is_marked(status: TeamStatus, longest: str, shortest: str) -> None:
    found = texts(status)
    assert (found[0], found[-1]) == (longest, shortest)
    assert [len(each) for each in found] == sorted((len(each) for each in found), reverse=True)


def test_of_a_line_that_is_gone_it_is_said_since_when_and_how_much_waits() -> None:
    why = UserError("team-offline", server="db/sales", detail="consuming input failed: EOF")
    text = describe_server(replace(WELL, offline=NOON, pending=3, why=why), TODAY)
    assert text.endswith(f"off-line since {NOON.astimezone():%H:%M}; changes to send: 3")
    busy = UserError("team-busy", server="db/sales", detail="too many clients")
    assert "busy" in describe_server(replace(WELL, offline=NOON, why=busy), TODAY)


def test_without_a_server_there_is_no_mark_and_in_chinese_it_is_shorter() -> None:
    assert texts(None) == []
    use_language("zh_CN")
    found = [texts(each)[0] for each in (WELL, replace(WELL, pending=3), replace(WELL, refused=2))]
    assert found == ["= 已同步", "+ 待送 3", "! 退回 2"]


@pytest.mark.parametrize(
    ("status", "worded"),
    [
        (replace(WELL, offline=NOON, pending=2), "~ off-line +2"),
        (replace(WELL, offline=NOON), "~ off-line"),
        (replace(WELL, refused=2, pending=1), "! 2 refused +1"),
        (WELL, "="),
    ],
)
def test_a_key_gives_way_to_what_waits_or_was_refused(status: TeamStatus, worded: str) -> None:
    keys = [FooterKey(key, "a long name", kept=key == "?") for key in "abcdef?"]
    for cells, shown in ((80, worded), (60, texts(status)[-1])):
        marks = list_team_marks(status, TODAY, cells)
        drawn = draw_footer(keys, cells, marks, urgent=is_urgent(status))
        text = "".join(span.text for span in drawn)
        assert shown in text or shown == "="
        assert "? a long name" in text
        assert cells_of(drawn) <= cells


def test_no_key_goes_for_a_mark_that_can_wait() -> None:
    keys = [FooterKey(key, "name") for key in "abcdef"]
    marks = list_team_marks(replace(WELL, offline=NOON), TODAY)
    for cells in range(20, 90):
        bare, marked = draw_footer(keys, cells), draw_footer(keys, cells, marks)
        assert [each.text.strip() for each in bare] == [
            each.text.strip() for each in marked[: len(bare)]
        ]
        assert cells_of(marked) <= cells


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_every_screen_has_it_on_the_smallest_terminal(lang: str) -> None:
    use_language(lang)
    async with at_desk(every_screen(PORT)["pipeline"](), PORT, METRO, size=(60, 16)) as at:
        seat_desk(at.host)
        at.host.team_status = replace(WELL, offline=NOON)
        screens = every_screen(PORT)
        del screens["help"]  # it is about another screen, which has to be there
        for name, make in screens.items():
            at.host.push_screen(make())
            await at.settle()
            assert "~" in at.shown("footer"), name
            at.host.pop_screen()
            await at.settle()
