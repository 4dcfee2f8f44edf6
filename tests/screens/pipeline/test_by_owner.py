"""The pipeline by owner or customer: heads with subtotals, folding, marking and filtering."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.filters import FilterContext, parse_filter
from deals.model import Project
from deals.numbers.list_sums import ListSums, sum_projects
from deals.pipeline import ProjectGroup
from deals.search import SearchIndex
from screens.base.row_list import RowGroups, Selection, head_id
from screens.pipeline.group_heads import draw_heads, group_filter, make_row_groups
from screens.pipeline.screen import PipelineScreen
from screens.pipeline.view_choices import PipelineView
from tests.deals.makers import DEFAULT, amount, project
from tests.screens.hosting import Desk, at_desk
from views.styled_text import cells_of

DEALS = [
    project(
        stage,
        id=id_,
        name=f"Deal {id_}",
        owner=owner,
        signs="2027",
        amount=amount(money, currency=code),
    )
    for id_, owner, stage, money, code in (
        ("a", "Ann", "P2", 1_000_000, "CNY"),
        ("b", "Bo", "P2", 400_000, "USD"),
        ("c", "Ann", "P6", 250_000, "CNY"),
        ("d", "Bo", "P2", 30_000, "CNY"),
        ("e", "", "P2", 7_000_000, "CNY"),
    )
]
BY_OWNER = PipelineView(sort="owner", view="by-owner")


def group_of(name: str, *some: Project, flagged: int = 0) -> ProjectGroup:
    ids = tuple(deal.id for deal in some)
    return ProjectGroup(name.casefold(), name, ids, flagged, sum_projects(some, DEFAULT))


GROUPS = [
    group_of("Ann", DEALS[0], DEALS[2], flagged=1),
    group_of("Bo", DEALS[1], DEALS[3]),
    group_of("", DEALS[4]),
]


@pytest.mark.parametrize(
    ("cells", "first", "second"),
    [
        (
            100,
            "Ann       2 projects, 1 need you  in play ¥1M            by completion ¥250k"
            "           signed ¥250k",
            "Bo        2 projects              in play ¥30k + $400k   by completion ¥7.5k + $100k",
        ),
        (
            80,
            "Ann       ! 1/2  ¥1M           by completion ¥250k           signed ¥250k",
            "Bo          2    ¥30k + $400k  by completion ¥7.5k + $100k",
        ),
        (
            60,
            "Ann       ! 1/2  in play ¥1M           signed ¥250k",
            "Bo          2    in play ¥30k + $400k",
        ),
    ],
)
def test_heads_stand_in_columns_and_are_worded_for_the_room(
    cells: int, first: str, second: str
) -> None:
    heads = draw_heads(GROUPS, cells, marked=True)
    drawn = [heads.row(head_id(group.key), folded=False).head for group in GROUPS]
    texts = ["".join(span.text for span in each).rstrip() for each in drawn]
    assert [" ".join(text.split()) for text in texts[:2]] == [
        " ".join(text.split()) for text in (first, second)
    ]
    columns = [text.find("in play" if cells != 80 else "¥") for text in texts]
    assert len(set(columns)) == 1
    assert texts[2].startswith("no owner")
    assert all(cells_of(each) <= cells - 3 for each in drawn)


@given(st.integers(20, 120), st.integers(0, 10**12))
def test_a_head_never_leaves_its_line(cells: int, money: int) -> None:
    deal = project("P2", id="x", owner="司马相如", amount=amount(money, currency="EUR"))
    heads = draw_heads([group_of("司马相如", deal)], cells, marked=True)
    assert cells_of(heads.row(head_id("司马相如"), folded=True).head) <= max(0, cells - 3)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann", "owner=Ann"),
        ("Ann Lee", 'owner="Ann Lee"'),
        ('Ann "Ace" Lee', "owner:Ann"),
        ("", "owner:none"),
        ("林悦", "owner=林悦"),
    ],
)
def test_the_filter_of_a_head_finds_its_owner(name: str, text: str) -> None:
    group = ProjectGroup(name.casefold(), name, ("x",), 0, ListSums())
    assert group_filter(group) == text
    parse_filter(group_filter(group), FilterContext(DEFAULT, "", SearchIndex()))


ANN, BO, NOBODY = map(head_id, ("ann", "bo", ""))


def test_what_is_folded_is_listed_but_not_shown() -> None:
    groups = make_row_groups(GROUPS)
    assert groups.list_ids({ANN}) == (ANN, BO, "b", "d", NOBODY, "e")
    assert groups.rows == ("a", "c", "b", "d", "e")
    assert groups.find_head("c") == ANN
    assert groups.find_head(BO) == BO
    assert groups.find_head("z") is None


def test_nothing_is_done_to_a_head_but_its_rows_are_marked_by_it() -> None:
    groups = make_row_groups(GROUPS)
    chosen = Selection().with_ids(groups.list_ids({BO}), groups)
    assert (chosen.current, chosen.head, chosen.targets) == (ANN, ANN, ())
    assert (chosen.place, chosen.count) == (1, 3), "a head is counted among the heads"
    assert (chosen.move(2).place, chosen.move(2).count) == (2, 5), "folded rows count too"
    marked = chosen.mark()
    assert marked.targets == ("a", "c")
    assert marked.is_marked(ANN)
    assert not marked.mark().marks
    folded = chosen.go(BO).mark()
    assert folded.targets == ("b", "d")
    assert chosen.mark_all().targets == groups.rows
    assert chosen.go("a").with_ids(groups.list_ids({ANN}), groups).current == ANN


@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.integers(0, 30), max_size=5), max_size=5),
    st.sets(st.sampled_from("ABCDE")),
    st.lists(st.sampled_from(["mark", "down", "up", "all"]), max_size=8),
)
def test_marks_are_of_rows_alone(
    given_groups: dict[str, list[int]], folded: set[str], steps: list[str]
) -> None:
    members = {
        head: tuple(f"{head}{at}" for at in dict.fromkeys(ids))
        for head, ids in given_groups.items()
    }
    groups = RowGroups(members, fold=True)
    rows = groups.rows
    chosen = Selection().with_ids(groups.list_ids(folded), groups).with_height(4)
    for step in steps:
        move = {"mark": chosen.mark, "all": chosen.mark_all}.get(step)
        chosen = move() if move else chosen.move(1 if step == "down" else -1)
        assert chosen.marks <= set(rows)
        assert set(chosen.targets) <= set(rows)


def head_lines(at: Desk) -> list[str]:
    return [line for line in at.shown("rows").splitlines() if "▼" in line or "►" in line]


def screen_of(at: Desk) -> PipelineScreen:
    assert isinstance(at.screen, PipelineScreen)
    return at.screen


async def open_by_owner(at: Desk) -> None:
    screen_of(at).show_look(BY_OWNER)
    await at.press("g")


async def test_the_view_by_owner_has_heads_that_fold() -> None:
    async with at_desk(PipelineScreen(), *DEALS) as at:
        await at.press("h")
        assert "no groups: v shows them by owner" in at.foot()
        await open_by_owner(at)
        heads = head_lines(at)
        for name, line in zip(("Ann", "Bo", "no owner"), heads, strict=True):
            assert f"▼ {name} " in line
        assert "¥1M           by completion ¥250k" in heads[0]
        assert "signed ¥250k" in heads[0]
        assert "¥30k + $400k" in heads[1]
        await at.press("j", "h")
        assert "Deal a" not in at.shown("rows")
        assert screen_of(at).selection.head == ANN
        await at.press("l")
        assert "Deal a" in at.shown("rows")
        await at.press("F")
        assert "Deal" not in at.shown("rows")
        await at.press("F")
        assert "Deal e" in at.shown("rows")


async def test_at_a_head_enter_filters_and_space_marks() -> None:
    async with at_desk(PipelineScreen(), *DEALS) as at:
        await open_by_owner(at)
        await at.press("n")
        assert "nothing selected" in at.foot()
        await at.press("space")
        assert screen_of(at).selection.targets == ("a", "c")
        assert "marked 2, 1 of them signed: ¥1.25M" in at.shown("status")
        await at.press("space", "enter")
        assert set(screen_of(at).selection.listed) == {"a", "c"}
        assert "filtered 2, 1 of them signed: in play ¥1M" in at.shown("status")
        await at.press("q")
        assert screen_of(at).look.sort == "owner"
        assert len(screen_of(at).selection.listed) == 5


async def test_an_edit_of_several_tells_of_those_that_it_changes_as_undo_does() -> None:
    there = [each.model_copy(update={"signs": None}) for each in DEALS[1:3]]
    async with at_desk(PipelineScreen(), DEALS[0], *there) as at:
        await at.press("*", "w")
        await at.type("2027\n")
        touched = "2 projects, 1 signed, ¥250k + $400k"
        assert touched in at.foot()
        assert "1 was so before" in at.foot()
        await at.press("u")
        assert touched in at.foot()


async def test_what_is_typed_into_and_what_is_brought_back_is_unfolded() -> None:
    async with at_desk(PipelineScreen(), *DEALS) as at:
        await open_by_owner(at)
        await at.press("j", "D", "F")
        assert "Deal" not in at.shown("rows")
        await at.press("u")
        assert screen_of(at).selection.current in ("a", "c")
        await at.press("F", "a")
        await at.type("New owner:Ann\n")
        await at.press("escape")
        current = at.project(screen_of(at).selection.current or "")
        assert current.name == "New"


async def test_a_filter_as_it_is_typed_counts_projects_and_not_heads() -> None:
    async with at_desk(PipelineScreen(), *DEALS) as at:
        await open_by_owner(at)
        await at.press("slash")
        await at.type("owner:Bo")
        assert at.foot().startswith("2 ")
        await at.type("\n")
        assert set(screen_of(at).selection.listed) == {"b", "d"}


async def test_enter_at_a_head_finds_all_ways_in_which_the_owner_is_written() -> None:
    deals = [
        project(id=f"{at}", owner=owner, signs="2027")
        for at, owner in enumerate(("李伟", "李 伟", "李伟明", "Ann Lee", "ann lee"))
    ]
    async with at_desk(PipelineScreen(), *deals) as at:
        for head, count in (("李伟", 2), ("annlee", 2), ("李伟明", 1)):
            await open_by_owner(at)
            screen_of(at).go_to(head_id(head))
            await at.press("enter")
            assert len(screen_of(at).selection.listed) == count


async def test_the_legend_explains_the_heads_where_there_are_any() -> None:
    def signs(at: Desk) -> list[str]:
        return [line[0].text.strip() for line in screen_of(at).legend()]

    async with at_desk(PipelineScreen(), *DEALS) as at:
        assert "▼ ►" not in signs(at)
        await open_by_owner(at)
        assert signs(at)[:2] == ["▼ ►", "! 2/5"]


async def test_customers_of_several_owners_are_heads_with_their_owners() -> None:
    deals = [
        deal.model_copy(update={"customer": customer, "owner": owner})
        for deal, customer, owner in zip(
            DEALS,
            ("Acme", "Borealis", "Acme Inc", "Borealis", "Carrick"),
            ("Ann", "Bo", "Wei Chen", "Bo", "Ann"),
            strict=True,
        )
    ]
    async with at_desk(PipelineScreen(), *deals) as at:
        await at.press("v", "C")
        first = next(text for text in at.shown("rows").splitlines() if "Acme" in text)
        assert first.split()[1:6] == ["Acme", "Ann", "+", "Wei", "Chen"]
        assert set(screen_of(at).selection.listed) == {"a", "c"}
        await at.press("enter")
        assert screen_of(at).look.filter == "owners>1 customer=Acme"
        assert screen_of(at).look.grouping == "customer"
        await at.press("escape")
        assert screen_of(at).look.view == "shared-customers"
        await at.press("escape")
        assert screen_of(at).look == PipelineView()


@pytest.mark.parametrize("cells", [60, 80, 120])
async def test_by_customer_each_row_names_its_customer(cells: int) -> None:
    deals = [deal.model_copy(update={"customer": "Northgrid Power"}) for deal in DEALS]
    async with at_desk(PipelineScreen(), *deals, size=(cells, 24)) as at:
        await at.press("s", "c")
        rows = at.shown("rows").splitlines()
        assert sum("Northgrid" in text for text in rows) == len(DEALS)


async def test_what_is_signed_stands_last_among_equals_and_has_no_days_left() -> None:
    deals = [
        project("P6", id="s", name="Signed", owner="Ann", signs="2025", amount=amount(9_000_000)),
        project("P2", id="o", name="Small", owner="Ann", signs="2025", amount=amount(10_000)),
        project("P2", id="n", name="Later", owner="Ann", signs="2099", amount=amount(20_000)),
    ]
    async with at_desk(PipelineScreen(), *deals) as at:
        assert screen_of(at).selection.listed[-1] == "s"
        signed = next(text for text in at.shown("rows").splitlines() if "Signed" in text)
        assert "d " not in signed.split("2025", 1)[1]
