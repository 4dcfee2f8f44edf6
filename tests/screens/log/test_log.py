"""The log of a project: what happened on it, in words, the newest first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deals.edits.contacts import set_cr, set_stance
from deals.edits.stages import end_project
from deals.edits.typed_fields import set_field
from deals.history import log_entries
from deals.merging.history import BY_TABLE
from deals.merging.joining import join_projects
from deals.merging.records import merge
from deals.model import Project, Stamp
from deals.parsing.amounts import parse_amount
from deals.parsing.reading_context import ReadingContext
from screens.log.screen import LogScreen
from screens.log.view import about, columns, list_log_items, list_months, row_text
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import DEFAULT, amount, contact, project, touch
from tests.deals.readings import reading
from tests.screens.hosting import at_desk
from views.changes import list_log_lines, lost_values_text, note_text
from views.glyphs import ASCII, BOX, use_glyphs
from views.styled_text import TextLine, cells_of
from wording import use_language


def stamp(day: int, by: str = "林") -> Stamp:
    """Return noon of a day in March."""
    return Stamp(datetime(2026, 3, day, 12, tzinfo=UTC), by, date(2026, 3, day))


def write(project: Project, when: Stamp, field: str, text: str) -> Project:
    """Return a field written by somebody."""
    return set_field(project, field, text, ReadingContext(DEFAULT, when, reading().new_id))


def eventful_project() -> Project:
    """Return a project to which everything happened that a log tells of."""
    deal = project("P3", name="港区视频专网", amount=amount(500_000), contacts=[contact("何总", 2)])
    deal = write(deal, stamp(3), "amount", "80-150万")
    deal = touch(deal, "lunch", stamp(4), ("何总",), "visit")
    deal = set_cr(deal, "何总", 3, stamp(5, "周"), "told us the budget")
    deal = set_stance(deal, "何总", "competitor", stamp(6), "华为")
    deal = merge(
        deal,
        write(deal, stamp(8), "owner", "陈"),
        write(deal, stamp(7), "owner", "周"),
        prefer="ours",
    ).project
    deal = write(deal, stamp(9), "stage", "P4")
    return end_project(deal, "lost", "price", stamp(10, "周"))


def test_entries_stand_newest_first_with_a_touch_last_in_its_day() -> None:
    deal = touch(eventful_project(), "after it", stamp(10))
    kinds = [type(each.what).__name__ for each in log_entries(deal)]
    assert kinds[:2] == ["Touch", "Change"]
    assert kinds[-1] == "NoneType"
    assert len(kinds) == len(deal.history) + len(deal.touches) + 1


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                ("周", "status: open -> lost (price)"),
                (
                    "林",
                    "stage: P3 -> P4 (still missing: an executive at CR2 or better; the budget "
                    "known; the decision process known)",
                ),
                ("林", "owner: 周 -> 陈 (someone else had just changed it)"),
                ("林", "owner: nothing -> 周"),
                ("林", "stance of 何总: nothing -> supports a competitor (华为)"),
                ("周", "CR of 何总: CR2 -> CR3 (told us the budget)"),
                ("", "touch: visit - lunch (何总)"),
                ("林", "amount: 500k -> 800k-1.5M"),
                ("", "added"),
            ],
        ),
        (
            "zh_CN",
            [
                ("林", "预签金额：50万 → 80-150万"),
                ("周", "何总的客户关系程度：CR2 → CR3（told us the budget）"),
            ],
        ),
    ],
)
def test_a_log_is_told_in_words(lang: str, lines: list[tuple[str, str]]) -> None:
    use_language(lang)
    try:
        shown = [
            (entry.by, entry.text) for entry in list_log_lines(eventful_project(), DEFAULT, ())
        ]
    finally:
        use_language("en")
    for line in lines:
        assert line in shown


def test_a_users_note_stands_as_it_is() -> None:
    assert note_text("gate keeper met", "P3", DEFAULT) == "gate keeper met"
    assert note_text("completed P7", "P7", DEFAULT) == "P7 completed"
    assert note_text(None, None, DEFAULT) == ""
    assert note_text("gate open: lunch", "P9", DEFAULT) == "still missing: lunch"


def test_notes_are_one_field_in_one_line_whoever_moved_them() -> None:
    deal = write(write(project(), stamp(3), "notes", "a\nb"), stamp(4), "notes", "a\nb\nc")
    former = deal.history[-1].model_copy(update={"field": "remarks", "note": f"{BY_TABLE}w50"})
    deal = deal.model_copy(update={"history": (*deal.history, former)})
    assert [entry.text for entry in list_log_lines(deal, DEFAULT, ())] == [
        "notes: nothing -> c (overwritten by the table w50)",
        "notes: nothing -> c",
        "notes: nothing -> a / b",
        "added",
    ]


def test_what_lost_in_merging_is_told_only_where_it_differs() -> None:
    kept = project(amount=amount(610_000))
    other = project(id="b", amount=amount(610_400)).model_copy(update={"remarks": "x\ny"})
    text = lost_values_text(join_projects(kept, other, stamp(5)), DEFAULT)
    assert text == "amount 610k (not 610.4k)"
    same = project(id="b", amount=parse_amount("0.61M"))
    assert lost_values_text(join_projects(kept, same, stamp(5)), DEFAULT) == ""


def text_of(spans: TextLine) -> str:
    """Return a line without its tones."""
    return "".join(span.text for span in spans)


def test_each_entry_is_a_row_of_day_who_kind_person_and_what() -> None:
    items = list_log_items(eventful_project(), DEFAULT, ())
    shown = columns(80, items.values())
    rows = [row_text(item, shown) for item in items.values()]
    texts = [(row.sign, *(cell.text for cell in row.cells)) for row in rows]
    arrow, rise, touched = BOX.onward, BOX.rise, BOX.settled
    assert texts[0] == (arrow, "03-10", "周", "status", "", "open -> lost (price)")
    assert texts[1][:5] == (rise, "03-09", "林", "stage", "")
    assert texts[3] == ("+", "03-07", "林", "owner", "", "nothing -> 周")
    assert (rise, "03-05", "周", "CR", "何总", "●●○○○ -> ●●●○○ (told us the budget)") in texts
    assert (touched, "03-04", "", "visit", "何总", "lunch") in texts
    assert texts[-1][3:] == ("added", "", "")


def test_a_cr_that_fell_is_drawn_so_and_one_not_known_has_no_dots() -> None:
    deal = set_cr(project(contacts=[contact("何总", 3)]), "何总", 2, stamp(5), "she was cold")
    deal = set_cr(deal, "何总", None, stamp(6), "")
    items = list(list_log_items(deal, DEFAULT, ()).values())
    assert [(item.sign, item.what) for item in items[:2]] == [
        (BOX.fall, "●●○○○ -> CR?"),
        (BOX.fall, "●●●○○ -> ●●○○○"),
    ]
    use_glyphs(ASCII)
    assert next(iter(list_log_items(deal, DEFAULT, ()).values())).what == "CR2 -> CR?"


def test_months_stand_over_their_entries_and_go_one_way() -> None:
    deal = touch(touch(eventful_project(), "a", stamp(1)), "b", stamp(2), on=date(2026, 2, 3))
    items = list_log_items(deal, DEFAULT, ())
    groups = list_months(items)
    assert list(groups.rows) == list(items)
    assert list(groups.members) == sorted(groups.members, reverse=True)


@pytest.mark.parametrize("cells", [60, 80, 81, 120, 240])
@pytest.mark.parametrize("rows", [1, 4, 30])
def test_rows_and_pane_of_the_log_keep_to_their_room(cells: int, rows: int) -> None:
    items = list_log_items(eventful_project(), DEFAULT, ()).values()
    assert sum(column.cells + 1 for column in columns(cells, items)) < cells - 2
    for item in items:
        lines = about(item, cells - 2, rows)
        assert all(cells_of(each) <= cells - 2 for each in lines)
        assert item.is_touch or rows < 4 or item.what[:8] in " ".join(map(text_of, lines))


async def test_the_cursor_passes_over_the_months() -> None:
    deal = touch(project("P2", name="net"), "a", stamp(1), on=date(2026, 1, 5))
    deal = touch(deal, "b", stamp(6))
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("L")
        screen = at.screen
        assert isinstance(screen, LogScreen)
        seen = list[str | None]()
        for key in ("home", "down", "down", "down", "up", "up", "up"):
            await at.press(key)
            seen.append(screen.selection.current)
        assert seen == ["3", "2", "1", "1", "2", "3", "3"]
        assert "1/3" in at.shown("about")
        assert "March 2026  2" in at.shown("rows")


async def test_the_pipelines_key_opens_it_and_q_closes_it() -> None:
    async with at_desk(PipelineScreen(), eventful_project(), project(id="b")) as at:
        await at.press("slash")
        await at.type("status:lost\n")
        await at.press("L")
        assert isinstance(at.screen, LogScreen)
        assert "港区视频专网" in at.shown("title")
        assert "9 entries" in at.shown("title")
        assert "status  " in at.shown("rows")
        assert "open -> lost (price)" in at.shown("rows")
        assert "price" in at.shown("about")
        await at.press("G")
        assert "added" in at.shown("about")
        await at.press("q")
        assert isinstance(at.screen, PipelineScreen)


async def test_it_takes_in_what_happens_and_what_is_undone() -> None:
    async with at_desk(PipelineScreen(), project("P2", name="net")) as at:
        await at.press("greater_than_sign", "L", "end")
        assert "P2 -> P3" in at.shown("rows")
        assert "added" in at.shown("about")
        await at.news(touch(at.project("one"), "met 唐", stamp(9, "周")))
        assert "met 唐" in at.shown("rows")
        assert "added" in at.shown("about"), "the cursor stays on its entry"
        await at.press("u")
        assert "P3" not in at.shown("rows")
        assert "met 唐" in at.shown("rows")
        await at.news(gone=["one"])
        assert "deleted" in at.shown("title")
        assert "met 唐" in at.shown("rows")
