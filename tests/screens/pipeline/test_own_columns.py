"""Own columns in the app: typed into, shown, ordered by, completed, renamed and removed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.store_settings import recall_list_columns
from deals.fields import PROJECT
from deals.model import Book, Project
from deals.own_columns import OwnColumns, complete_own_term, own_field, own_text
from screens.base.prompts import LinePrompt
from screens.base.record_editor import following_field
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.pipeline.view import (
    OWNER_MOST,
    PipelineWidths,
    columns,
    follow_names,
    widest_names,
)
from screens.triage.screen import TriageScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk
from views.person_names import surname_cells


def owning(id: str, **own: str) -> Project:
    """Return a project with these values in own columns."""
    values = [{"name": name.replace("_", " "), "value": value} for name, value in own.items()]
    return project(id=id, name=f"N{id}", own=values)


SOME = (
    owning("a", 行业="电力", 客户_等级="A"),
    owning("b", 行业="电力", Status="hot", 周期="12"),
    owning("c", 行业="交通", 周期="3"),
)


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("行", ["行业:"]),
        ("hang", ["行业:"]),
        ("owner:林 -客", ['owner:林 -"客户 等级":']),
        ('"客户', ['"客户 等级":']),
        ("st", ["own.Status:"]),
        ("行业:", ["行业:电力", "行业:交通"]),
        ("行业:jt", []),
        ("行业:jiao", ["行业:交通"]),
        ("周期>", ["周期>12", "周期>3"]),
        ('"客户 等级"=', ['"客户 等级"=A']),
        ("own.Status:h", ["own.Status:hot"]),
        ("nothing:", []),
        ("", []),
        ("owner:林 ", []),
    ],
)
def test_a_filter_is_completed_by_own_columns(text: str, texts: list[str]) -> None:
    def known(name: str) -> bool:
        return name == "Status"

    assert complete_own_term(text, OwnColumns(SOME), known) == texts


FIRST, LAST = PROJECT.typed[0], PROJECT.after(PROJECT.typed[0], -1)


@pytest.mark.parametrize(
    ("field", "way", "after"),
    [
        (FIRST, 1, PROJECT.after(FIRST, 1)),
        (LAST, 1, "own:行业"),
        ("own:行业", 1, "own:客户 等级"),
        ("own:客户 等级", 1, FIRST),
        (FIRST, -1, "own:客户 等级"),
        ("own:行业", -1, LAST),
        ("own:gone", 1, FIRST),
    ],
)
def test_tab_walks_own_columns_behind_the_fields(field: str, way: int, after: str) -> None:
    assert following_field(SOME[0], field, way) == after


@pytest.mark.parametrize(("cells", "shown"), [(80, 1), (110, 1), (120, 2), (200, 4), (40, 0)])
def test_own_columns_leave_room_for_the_others(cells: int, shown: int) -> None:
    found = columns(cells, dict.fromkeys(("一", "二", "三", "四"), 12))
    assert [column.id for column in found if column.id.startswith("own:")] == [
        "own:一",
        "own:二",
        "own:三",
        "own:四",
    ][:shown]
    assert cells < 80 or sum(column.cells + 1 for column in found) + 2 <= cells


@pytest.mark.parametrize(
    ("cells", "wanted", "sizes"),
    [(80, 30, [8]), (80, 4, [4]), (120, 22, [22]), (120, 90, [32])],
)
def test_an_own_column_takes_what_it_wants_and_leaves_the_name_readable(
    cells: int, wanted: int, sizes: list[int]
) -> None:
    found = {column.id: column.cells for column in columns(cells, {"行业": wanted})}
    assert [found["own:行业"]] == sizes
    assert found["name"] >= 16


async def run(at: Desk, id: str, *parts: str) -> None:
    """Run a command and type into what it opens, a line each."""
    at.screen.action_command(id)
    for part in parts:
        await at.type(f"{part}\n")


async def test_own_columns_are_typed_shown_ordered_renamed_and_removed() -> None:
    async with at_desk(PipelineScreen(), *SOME) as at:
        await run(at, "own", "hangye")
        assert "交通" in at.foot()
        await at.press("ctrl+u")
        await at.type("金融\n")
        assert own_text(at.project("a"), "行业") == "金融"
        await run(at, "own", "决策人", "何总")
        assert own_text(at.project("a"), "决策人") == "何总"
        await run(at, "columns", "hangye")
        assert "行业" in at.shown("rows").splitlines()[0]
        await at.press("s", "1")
        screen = at.screen
        assert isinstance(screen, PipelineScreen)
        assert screen.selection.ids == ("b", "c", "a")  # by pinyin: dian, jiao, jin
        await run(at, "rename-own", "行业")
        await at.press("ctrl+u")
        await at.type("Sector\n")
        assert own_text(at.project("c"), "Sector") == "交通"
        assert recall_list_columns(at.host.book) == ("Sector",)
        await run(at, "remove-own", "sector")
        await at.press("y")
        assert not own_text(at.project("c"), "Sector")
        assert recall_list_columns(at.host.book) == ()
        await at.press("u", "u")
        assert own_text(at.project("c"), "行业") == "交通"
        assert recall_list_columns(at.host.book) == ("行业",)
        await run(at, "columns", "hangye")
        assert recall_list_columns(at.host.book) == ()


async def test_tab_completes_the_filter_and_marked_rows_share_a_value() -> None:
    async with at_desk(PipelineScreen(), *SOME) as at:
        await at.press("slash")
        await at.type("周")
        await at.press("tab", "tab", "tab")
        entry = at.screen.key_handler
        assert isinstance(entry, LinePrompt)
        assert entry.edit.text == "周期:3"
        await at.press("enter", "q", "asterisk", "e", "f")
        await at.type("行业\n")
        assert at.foot().startswith("行业 (3 projects)")
        await at.type("政府\n")
        assert {own_text(each, "行业") for each in at.host.book.projects.values()} == {"政府"}


async def test_own_columns_are_typed_in_every_room_of_a_project_and_in_triage() -> None:
    async with at_desk(PeopleScreen(SOME[0]), *SOME) as at:
        for digit in "123456":
            await at.press(digit)
            await run(at, "own", "hangye")
            await at.press("ctrl+u")
            await at.type(f"金融{digit}\n")
            assert own_text(at.project("a"), "行业") == f"金融{digit}"
            await run(at, "own", f"列{digit}", "1")
            assert own_text(at.project("a"), f"列{digit}") == "1"
            await at.press("u", "u")
        assert own_text(at.project("a"), "行业") == own_text(SOME[0], "行业")
    overdue = project(id="late", signs="2026.1")
    async with at_desk(TriageScreen(["late"]), overdue) as at:
        await run(at, "own", "行业", "电力")
        assert own_text(at.project("late"), "行业") == "电力"
        assert isinstance(at.screen, TriageScreen)


async def test_a_filter_that_nothing_passes_says_why_and_what_there_is() -> None:
    async with at_desk(PipelineScreen(), *SOME) as at:
        await at.press("slash")
        await at.type("行业：电力或交通")
        assert '"电力或交通"; there is 电力, 交通' in at.foot()
        await at.press("enter")
        assert "there is 电力, 交通" in at.shown("rows")
        await at.press("slash", "ctrl+u")
        await at.type("xyzzy，行业:电力")
        assert "no project matches xyzzy" in at.foot()


async def test_what_a_filter_found_in_notes_is_shown() -> None:
    person = contact(id="h", name="Hank", note="tea\nplays golf on Fridays")
    held = project(
        id="a", name="Tank farm", remarks="first\nGolf with the board", contacts=(person,)
    )
    async with at_desk(PipelineScreen(), held) as at:
        await at.press("slash")
        await at.type("golf\n")
        assert "│ Golf with the board" in at.shown("pane")
        await at.press("p")
        assert "│ Hank: plays golf on Fridays" in at.shown("pane")
        await at.press("slash", "ctrl+u")
        await at.type("tank\n")
        assert "│" not in at.shown("pane").splitlines()[1]


@pytest.mark.parametrize(
    ("cells", "beside", "widest", "sizes"),
    [
        (60, False, (31, 15), (19, 0, 6)),
        (80, False, (31, 15), (26, 0, 6)),
        (80, False, (18, 15), (18, 0, 14)),
        (81, True, (20, 10), (20, 0, 13)),
        (81, True, (31, 15), (31, 0, 8)),
        (81, True, (38, 15), (38, 0, 7)),
        (81, True, (60, 15), (39, 0, 6)),
        (109, False, (40, 40), (39, 0, 20)),
        (139, True, (40, 30), (40, 30, 18)),
    ],
)
def test_names_and_customers_are_whole_before_the_next_step_has_room_to_spare(
    cells: int, beside: bool, widest: tuple[int, int], sizes: tuple[int, int, int]
) -> None:
    drawn = columns(cells, {}, PipelineWidths(*widest), beside=beside)
    found = {column.id: column.cells for column in drawn}
    assert (found["name"], found.get("customer", 0), found["next"]) == sizes
    assert sum(column.cells + 1 for column in drawn) + 2 == cells


@given(st.lists(st.tuples(st.integers(0, 3), st.text("a宽", max_size=50)), max_size=12))
def test_the_widest_names_are_followed_from_edit_to_edit(edits: list[tuple[int, str]]) -> None:
    before: Book | None = None
    widest, book = (
        (0, 0),
        Book().with_projects(*(project(id=f"{at}", customer="") for at in range(3))),
    )
    for at, name in edits:
        named = project(id=f"{at}", name=name or "a", customer=name)
        book = book.with_projects(named) if name else book.without(f"{at}")
        widest, before = follow_names(widest, before, book), book
        assert widest == widest_names(book.projects.values())


@pytest.mark.parametrize(
    ("cells", "own", "owner", "shown"),
    [
        (80, {}, 8, 0),
        (80, {"Region": 4}, 8, 1),
        (80, {"Region": 8}, 6, 1),  # one's own column is worth more than the end of a name
        (120, {"Region": 8}, 8, 1),
        (66, {}, 6, 0),
    ],
)
def test_owners_of_four_characters_are_whole_where_no_column_goes_for_it(
    cells: int, own: dict[str, int], owner: int, shown: int
) -> None:
    wanted = PipelineWidths(owner=surname_cells(["欧阳修竹", "周启明"], OWNER_MOST))
    found = {column.id: column.cells for column in columns(cells, own, wanted)}
    assert found.get("owner") == owner
    assert len(found.keys() & {own_field(name) for name in own}) == shown
