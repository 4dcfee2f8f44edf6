"""The rooms as lists: each item of their pictures once and whole, in words; the cursor stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.fishbone import fishbone
from deals.model import Book, Checkpoint, Competitor, Influence, PlanRow, Product, Project
from deals.network.analysis import analyse
from deals.planning import row_numbers
from screens.base.diagram_screen import DiagramScreen
from screens.base.views_left import ViewsLeft
from screens.fishbone.fishbone_list import list_fishbone
from screens.fishbone.screen import FishboneScreen
from screens.fishbone.view import FishboneState
from screens.market.market_list import list_page
from screens.market.screen import MarketScreen
from screens.market.view import PAGES, draw
from screens.people.people_list import list_people
from screens.people.screen import PeopleScreen
from screens.plan.plan_list import list_plan
from screens.plan.screen import PlanScreen
from screens.plan.view import PlanState, outline
from tests.deals.makers import DEFAULT, TODAY, project
from tests.screens.fishbone.test_keys import deal as fish_deal
from tests.screens.hosting import Desk, at_desk, present_view
from tests.screens.market.cases import BOOK
from tests.screens.market.cases import DEAL as COMPARED
from tests.screens.plan.cases import planned_project
from tests.strategies import competitors, products, projects
from views.diagram import Diagram, Node, Viewport
from views.fishbone import draw_fishbone
from views.gantt import GanttView, draw_gantt
from views.glyphs import ALPHABETS, use_glyphs
from views.goal_tree import GoalTree, draw_goal_tree
from views.item_list import draw_list
from views.network.net import draw_network
from views.network.placement import hole_id, is_cell
from views.styled_text import cells_of, disarm_text
from wording import use_language
from wording.findings import hole_text, names_of

WIDTHS = st.integers(60, 200)
DRAWN = set("◄▒░█│┃║╲╱━")
SIGNS = re.compile(r"[●▲○►▼]|(?<= )[!~=+#](?= )")
"""Signs that an item may have, each before words."""


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def node_text(node: Node) -> str:
    """All that a node says, without blanks: a line may break anywhere."""
    spans = (span for row in (node.label, *node.below) for span in row)
    return "".join("".join(span.text for span in spans).split())


def holds(node: Node, text: str) -> bool:
    """Whether a node says a text whole."""
    return "".join(disarm_text(text).split()) in node_text(node)


def check_lines(diagram: Diagram, cells: int) -> None:
    """Nothing is wider than its room, and every node stands where it says."""
    assert all(cells_of(each) <= cells for each in (*diagram.head, *diagram.lines))
    taken = [row for node in diagram.nodes.values() for row in range(node.y, node.y + node.height)]
    assert len(taken) == len(set(taken))
    for node in diagram.nodes.values():
        for at, label in enumerate((node.label, *node.below)):
            row = diagram.lines[node.y + at]
            text = "".join(span.text for span in row)
            assert text.endswith("".join(span.text for span in label))
            assert cells_of(label) == node.width


def fish_state(deal: Project) -> FishboneState:
    return FishboneState(deal, DEFAULT, TODAY, deal.head or deal.name)


@given(projects(), WIDTHS, st.sampled_from(["en", "zh_CN"]))
def test_the_fish_has_every_cause_once(deal: Project, cells: int, lang: str) -> None:
    use_language(lang)
    bones = fishbone(deal, DEFAULT)
    listed = draw_list(list_fishbone(fish_state(deal), bones), cells)
    check_lines(listed, cells)
    assert listed.nodes.keys() == draw_fishbone(deal.head or deal.name, bones, cells).nodes.keys()
    for bone in bones:
        for rib in bone.ribs:
            node = listed.nodes[f"cause:{rib.cause.id}"]
            assert holds(node, rib.cause.text)
            assert all(holds(node, row.content) for row in rib.rows)


@given(
    projects(),
    st.lists(competitors(), max_size=3, unique_by=lambda competitor: competitor.name).map(tuple),
    st.lists(products(), max_size=30, unique_by=lambda product: product.name).map(tuple),
    st.sampled_from([*PAGES]),
    WIDTHS,
    st.sampled_from(["en", "zh_CN"]),
)
def test_a_page_has_every_item_once(
    deal: Project,
    rivals: tuple[Competitor, ...],
    goods: tuple[Product, ...],
    name: str,
    cells: int,
    lang: str,
) -> None:
    use_language(lang)
    book = Book().with_lists(competitors=rivals, products=goods)
    listing = list_page(name, deal, book, DEFAULT.market, lang)
    listed = draw_list(listing.items, cells, listing.head)
    check_lines(listed, cells)
    assert listed.nodes.keys() == draw(name, deal, book, DEFAULT.market, lang, cells).nodes.keys()
    texts = {f"item/{item.id}": item.text for item in deal.swot}
    texts |= {f"strategy/{each.id}": each.text for each in deal.strategies}
    texts |= {f"note/{note.key}": note.text for note in deal.notes}
    assert all(holds(node, texts[id]) for id, node in listed.nodes.items() if id in texts)


@given(projects(), st.data(), WIDTHS, st.sampled_from(["en", "zh_CN"]))
def test_the_plan_has_every_goal_and_task_once(
    deal: Project, data: st.DataObject, cells: int, lang: str
) -> None:
    use_language(lang)
    shown = outline(deal, Book().with_projects(deal), DEFAULT, TODAY)
    foldable = [*shown.folds.goals, *shown.folds.fields]
    folded = frozenset(data.draw(st.sets(st.sampled_from(foldable)))) if foldable else frozenset()
    state = PlanState(deal, DEFAULT, TODAY, row_numbers(shown.groups), ">")
    listed = draw_list(list_plan(shown, state, folded), cells)
    check_lines(listed, cells)
    strip = draw_gantt(shown.groups, GanttView(TODAY, folded=folded), cells)
    tree = GoalTree(shown.goals, shown.letters, shown.inside, shown.work, folded, shown.past)
    goals = draw_goal_tree(tree, cells)
    assert listed.nodes.keys() == strip.nodes.keys() | goals.nodes.keys()
    for row in deal.plan:
        if (node := listed.nodes.get(f"row:{row.id}")) is not None:
            assert holds(node, row.content) and holds(node, row.responsible)
            assert all(holds(node, f"{day}") for day in (row.start, row.end) if day)
            for check in row.checkpoints:
                assert holds(node, check.what) and holds(node, check.result)


def test_a_task_says_what_its_strip_shows() -> None:
    deal = planned_project()
    shown = outline(deal, Book().with_projects(deal), DEFAULT, TODAY)
    state = PlanState(deal, DEFAULT, TODAY, row_numbers(shown.groups), ">")
    listed = draw_list(list_plan(shown, state, ()), 300)
    done, late = (
        [
            "".join(span.text for span in row).strip()
            for row in (listed.nodes[ref].label, *listed.nodes[ref].below)
        ]
        for ref in ("row:r1", "row:r2")
    )
    assert done == [
        "● 2.1 our VP visits 何总  done",
        "responsible  林",
        "begins 2026-02-09 Mon  ends 2026-02-13 Fri  lasts 5 days",
        "goal  何总 at CR2",
        "checkpoint  ● done  agenda  2026-02-10 Tue  agreed",
    ]
    assert late[0].startswith("! 2.2") and late[0].endswith("  doing  3 days late")
    assert not any(text.startswith("waits for") for text in late), "what it waited for is done"
    assert late[3].startswith("waited for by  3.1")
    assert late[4] == "checkpoint  ! 7 days late  first figures  2026-02-23 Mon"


def task_texts(deal: Project, ref: str) -> list[str]:
    """Return the lines of a task in the list of its plan."""
    shown = outline(deal, Book().with_projects(deal), DEFAULT, TODAY)
    state = PlanState(deal, DEFAULT, TODAY, row_numbers(shown.groups), ">")
    node = draw_list(list_plan(shown, state, ()), 300).nodes[ref]
    lines = (node.label, *node.below)
    return ["".join(span.text for span in each).strip() for each in lines]


def test_a_task_says_what_changes_of_the_others_and_of_its_goal() -> None:
    deal = planned_project()
    changes = {"r3": {"content": "Visit again"}, "r1": {"content": "First", "state": "open"}}
    rows = [row.model_copy(update=changes.get(row.id, {})) for row in deal.plan]
    goals = [goal.model_copy(update={"text": "Renamed"}) for goal in deal.goals]
    changed = deal.model_copy(update={"plan": tuple(rows), "goals": tuple(goals)})
    before, after = (task_texts(each, "row:r2") for each in (deal, changed))
    assert not any("First" in text or "Visit again" in text for text in before)
    assert "waits for  2.1 First  open" in " | ".join(after)
    assert "waited for by  3.1 Visit again, 7.1 tender answers" in after
    assert "goal  Renamed" in task_texts(changed, "row:r1")
    use_language("zh_CN")
    assert "责任人  林" in task_texts(deal, "row:r1")
    use_glyphs(ALPHABETS["ascii"])
    assert task_texts(deal, "row:r1")[0].startswith("# 2.1")


CASES = (
    (FishboneScreen, fish_deal(), "cause:price", ""),
    (MarketScreen, COMPARED, "cell/terms/华讯", "grid"),
    (MarketScreen, COMPARED, "strategy/x2", "swot"),
    (MarketScreen, COMPARED, "product/调度台", "portfolio"),
    (MarketScreen, COMPARED, "note/customer.needs.priority", "customer"),
    (PlanScreen, planned_project(), "row:r3", ""),
)


def room(at: Desk) -> DiagramScreen:
    assert isinstance(at.screen, DiagramScreen)
    return at.screen


@pytest.mark.parametrize(("screen", "deal", "node_id", "page"), CASES)
async def test_the_cursor_stays_on_its_item_and_the_room_opens_as_it_was_left(
    screen: type[DiagramScreen], deal: Project, node_id: str, page: str
) -> None:
    shown = screen(deal)
    if isinstance(shown, MarketScreen):
        shown.page_name = page
    async with at_desk(shown, deal, shared=BOOK) as at:
        room(at).to(node_id)
        await at.press("v")
        assert present_view(at).endswith("list")
        assert room(at).current == node_id
        assert room(at).diagram.nodes[node_id].below or room(at).diagram.nodes[node_id].width > 60
        at.host.push_screen(screen(deal))
        await at.settle()
        assert present_view(at).endswith("list")
        await at.press("q", *("v" if screen is not PlanScreen else "vv"))
        assert not present_view(at).endswith("list")
        assert room(at).current == node_id


async def test_the_keys_act_on_the_item_of_the_list() -> None:
    deal = fish_deal()
    async with at_desk(FishboneScreen(deal), deal) as at:
        room(at).to("cause:price")
        await at.press("v", "e")
        await at.type(" and service\n")
        assert at.project("one").causes[2].text == "price first and service"
        assert "! price first and service  not in the plan" in at.shown("canvas")
        await at.press("up", "D")
        assert [cause.id for cause in at.project("one").causes] == ["coach", "price"]


async def test_goals_and_tasks_of_the_list_have_the_keys_of_their_side() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("v", "g", "a")
        await at.type("Signed\n\n")
        assert [goal.text for goal in at.project("one").goals][-1] == "Signed"
        await at.press("tab", "a")
        await at.type("call him\n\n")
        assert [row.content for row in at.project("one").plan][-1] == "call him"
        await at.press("z")
        assert "no chart here" in at.foot()


async def test_a_hole_is_found_in_words_where_people_are_a_list() -> None:
    deal = fish_deal()
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("v", "v", "v")
        assert present_view(at) == "list"
        people = room(at)
        assert isinstance(people, PeopleScreen)
        hole = people.drawn.findings.holes[0]
        people.land(hole_id(hole))
        assert present_view(at) == "list"
        assert people.drawn.place(people.current) == hole or people.current in hole.people
        nameless = next(each for each in people.drawn.findings.holes if not each.people)
        people.land(hole_id(nameless))
        assert people.drawn.place(people.current) == nameless
        assert f"! {hole_text(nameless, {})}" in at.shown("canvas")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_no_sign_stands_alone(alphabet: str, lang: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    for screen, deal, _node_id, page in CASES:
        shown = screen(deal)
        if isinstance(shown, MarketScreen):
            shown.page_name = page
        async with at_desk(shown, deal, shared=BOOK, size=(120, 40)) as at:
            at.host.views_left.keep(shown.room, listed=True)
            if isinstance(shown, PlanScreen):
                await at.press("v", "v")
            shown.paint()
            text = at.shown("canvas")
            assert not {sign for sign in DRAWN if sign in text}, text
            assert all(re.match(r" \w", text[at.end() :]) for at in SIGNS.finditer(text)), text


def list_fish(deal: Project, cells: int) -> Diagram:
    return draw_list(list_fishbone(fish_state(deal), fishbone(deal, DEFAULT)), cells)


@given(st.integers(3, 30), st.lists(st.sampled_from([-9, -1, 1, 9]), max_size=20))
def test_a_list_begins_at_an_item_wherever_the_cursor_goes(rows: int, steps: list[int]) -> None:
    listed, window, at = list_fish(fish_deal(), 40), Viewport(40, rows), 0
    nodes = list(listed.nodes.values())
    for step in steps:
        at = max(0, min(len(nodes) - 1, at + step))
        window = window.follow_node(listed, nodes[at].id)
        assert window.top in listed.starts
        assert window.top <= nodes[at].y
        end = min(nodes[at].y + nodes[at].height, nodes[at].y + rows)
        assert end <= window.top + rows


def test_a_cause_tells_the_checkpoints_of_its_tasks() -> None:
    check = Checkpoint(id="k", what="the price list is there", on=date(2026, 2, 23), by="Lin")
    rows = (PlanRow(id="r", content="count", cause="price", checkpoints=(check,)),)
    deal = fish_deal().model_copy(update={"plan": rows})
    node = list_fish(deal, 120).nodes["cause:price"]
    assert holds(node, "checkpoint ! 7 days late the price list is there 2026-02-23 Mon by Lin")


@given(projects(), WIDTHS, st.sampled_from(["en", "zh_CN"]))
def test_the_net_has_everybody_once(deal: Project, cells: int, lang: str) -> None:
    use_language(lang)
    found = analyse(deal, DEFAULT)
    listed = draw_list(list_people(deal, found, DEFAULT), cells)
    check_lines(listed, cells)
    net = draw_network(deal, found, cells) if deal.contacts else Diagram()
    assert {*net.nodes} - {*listed.nodes} <= {each for each in net.nodes if is_cell(each)}
    assert {contact.id for contact in deal.contacts} <= {*listed.nodes}
    names = names_of(deal)
    for contact in deal.contacts:
        node = listed.nodes[contact.id]
        texts = (contact.name, contact.title or "", contact.department or "", *contact.covered_by)
        assert all(holds(node, text) for text in texts)
        assert all(holds(node, names[each.target]) for each in influences_of(deal, contact.id))


def influences_of(deal: Project, contact_id: str) -> list[Influence]:
    return [each for each in deal.influences if each.source == contact_id]


async def test_each_list_explains_its_own_signs() -> None:
    for screen, deal, _node_id, _page in CASES:
        async with at_desk(screen(deal), deal, shared=BOOK) as at:
            drawn = room(at).legend()
            at.host.views_left.keep(room(at).room, listed=True)
            assert room(at).legend() != drawn
            assert all(meaning.text for _sign, meaning in room(at).legend())


def test_a_word_longer_than_a_line_goes_on_in_the_next() -> None:
    text = "https://example.org/" + "x" * 90
    causes = [{"id": "c", "bone": "customer", "text": text}]
    deal = project(causes=causes)
    bones = fishbone(deal, DEFAULT)
    listed = draw_list(list_fishbone(fish_state(deal), bones), 60)
    check_lines(listed, 60)
    assert holds(listed.nodes["cause:c"], text)


async def test_an_item_higher_than_the_window_is_read_on_before_the_next() -> None:
    checks = tuple(Checkpoint(id=f"c{at}", what=f"look number {at}:") for at in range(20))
    rows = (PlanRow(id="r", content="much", checkpoints=checks), PlanRow(id="s", content="less"))
    deal = planned_project(plan=rows)
    async with at_desk(PlanScreen(deal), deal, size=(60, 16)) as at:
        await at.press("v")
        room(at).to("row:r")
        for key, end in (("j", "row:s"), ("k", "row:r")):
            seen = at.shown("canvas")
            while room(at).current != end:
                await at.press(key)
                seen += at.shown("canvas")
            assert all(check.what in seen for check in checks) == (key == "j")
        assert "much  open" in at.shown("canvas")


async def test_rooms_open_as_lists_where_the_settings_say_so() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        at.host.views_left = ViewsLeft(lists=True)
        for digit in "1345":
            await at.press(digit)
            await at.settle()
            assert present_view(at).endswith("list"), digit
        await at.press("v", "4", "5")
        await at.settle()
        assert not present_view(at).endswith("list")
