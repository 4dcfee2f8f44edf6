"""Rails say what we hold, strands who reports to whom and no more, badges who sways whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Influence, Level, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from tests.deals.makers import contact, project
from tests.views.network.accounts import accounts, findings_of
from views.diagram import Diagram
from views.glyphs import ALPHABETS, ASCII, use_glyphs
from views.network.net import NetworkFrame, draw_network
from views.styled_text import width

CELLS = st.integers(80, 200)


def net(account: Project, cells: int = 80) -> Diagram:
    return draw_network(account, findings_of(account), cells)


def lines(diagram: Diagram) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in diagram.lines]


def of_reports(account: Project) -> Project:
    """The account with nothing but reporting, and plain names that look like no strand."""
    plain = [
        contact.model_copy(update={"name": "N", "title": None}) for contact in account.contacts
    ]
    return account.model_copy(update={"contacts": tuple(plain), "influences": ()})


def households(people: Sequence[Contact]) -> dict[str, set[str]]:
    """For each person all those they are tied to by reporting, over however many others."""
    homes = {contact.id: {contact.id} for contact in people}
    for person in people:
        if person.reports_to in homes:
            both = homes[person.id] | homes[person.reports_to]
            for id in both:
                homes[id] = both
    return homes


@given(account=accounts().map(of_reports), cells=CELLS)
def test_strands_join_boss_and_report_and_nobody_else(account: Project, cells: int) -> None:
    homes = households(account.contacts)
    bosses = {person.id: person.reports_to for person in account.contacts}
    for upper, lower in strands(net(account, cells)):
        assert lower in homes[upper]
        siblings = bosses[lower] is not None and bosses[lower] == bosses[upper]
        assert bosses[lower] == upper or siblings


Cell = tuple[int, int]


def strands(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """Whoever is come to from a knot by the strands that leave it downward."""
    drawn = _drawn(diagram)
    ends = {(node.x + 3, node.y - 1): node.id for node in diagram.nodes.values()}
    for node in diagram.nodes.values():
        start = (node.x + 3, node.y + node.height)
        for found in _reached(drawn, ends, start):
            if found != node.id:
                yield node.id, found


def _drawn(diagram: Diagram) -> Mapping[Cell, str]:
    found: dict[Cell, str] = {}
    for y, line in enumerate(diagram.lines):
        x = 0
        for char in "".join(span.text for span in line):
            found[x, y] = char
            x += width(char)
    return found


_UP, _DOWN = "│├└┤┘┴┼", "│├┬┐┌┤┼"
_AHEAD, _BACK = "─├└┬┌┴┼", "─┤┘┬┐┴┼"
_RAILS = "║┃┊·"


def _reached(drawn: Mapping[Cell, str], ends: Mapping[Cell, str], start: Cell) -> Set[str]:
    pending, seen = [start] if drawn.get(start, " ") in _UP else [], set[Cell]()
    while pending:
        x, y = cell = pending.pop()
        sign = drawn.get(cell, " ")
        if cell in seen or sign not in f"{_UP}{_DOWN}{_AHEAD}{_BACK}{_RAILS}":
            continue
        seen.add(cell)
        # Rails are drawn over the strands that pass them.
        across = sign in _RAILS and {drawn.get((x - 1, y)), drawn.get((x + 1, y))} & {"─"}
        if sign in _DOWN:
            pending.append((x, y + 1))
        if sign in _AHEAD or across:
            pending.append((x + 1, y))
        if sign in _BACK or across:
            pending.append((x - 1, y))
    return {ends[cell] for cell in seen if cell in ends and drawn[cell] in _DOWN}


CHIEF = contact("Chief", level="high", lines=["commercial"])
HEAD = contact("Head", level="high", lines=["technical"])
TECH = contact("Tech", level="middle", lines=["technical"])
BUYER = contact("Buyer", level="middle", lines=["commercial"])
PLANT = contact("Plant", level="middle", function="using")
LOW = contact("Low", level="low", function="using")
ACROSS = {
    "to both sides": ({"Tech": "Chief", "Plant": "Chief"}, "┌┴┐", {"Tech", "Plant"}),
    "down and to both sides": (
        {"Tech": "Chief", "Buyer": "Chief", "Plant": "Chief"},
        "┌┼┐",
        {"Tech", "Buyer", "Plant"},
    ),
    "back": ({"Tech": "Chief"}, "┌┘", {"Tech"}),
    "back and down": ({"Tech": "Chief", "Buyer": "Chief"}, "┌┤", {"Tech", "Buyer"}),
    "ahead": ({"Plant": "Chief"}, "└┐", {"Plant"}),
    "a level lower": ({"Low": "Buyer"}, "", set[str]()),  # Plant stands over Low
    "past a report's own": ({"Low": "Plant", "Tech": "Chief"}, "┌┘", {"Low", "Tech"}),
}


@pytest.mark.parametrize("name", ACROSS)
def test_reports_across_columns_are_drawn_for_any_superior(name: str) -> None:
    bosses, joints, led = ACROSS[name]
    people = [
        each.model_copy(update={"reports_to": bosses.get(each.name)})
        for each in (CHIEF, TECH, BUYER, PLANT, LOW)
    ]
    diagram = net(project(contacts=people))
    found = set(strands(diagram))
    assert {lower for _upper, lower in found} == led
    assert all(bosses[lower] == upper for upper, lower in found)
    drawn = next((row for row in lines(diagram) if set(row) & set("└┘┴┼┤")), "")
    assert "".join(sign for sign in drawn if sign in "┌┐└┘┴┼┤├┬") == joints


def test_a_strand_crosses_no_other() -> None:
    """Whose report lies behind another's strand has it named, where there is room, not drawn."""
    bosses = {"Buyer": "Chief", "Plant": "Head"}
    people = [
        each.model_copy(update={"reports_to": bosses.get(each.name)})
        for each in (HEAD, CHIEF, TECH, BUYER, PLANT)
    ]
    diagram = net(project(contacts=people))
    assert set(strands(diagram)) == {("Chief", "Buyer")}
    assert any("under Head" in row for row in lines(diagram))


@given(account=accounts(), cells=CELLS)
def test_both_alphabets_draw_one_layout(account: Project, cells: int) -> None:
    findings = findings_of(account)
    shapes = []
    for alphabet in ALPHABETS.values():
        use_glyphs(alphabet)
        diagram = draw_network(account, findings, cells)
        places = {
            id: (each.x, each.y, each.width, each.height) for id, each in diagram.nodes.items()
        }
        shapes.append((places, diagram.width, diagram.height))
    assert shapes[0] == shapes[1]


WHOLE = frozenset("║╠╔╚┃┣┏┗┓┫┛")


@given(account=accounts(), cells=CELLS, brief=st.booleans())
def test_no_rail_looks_held_beside_a_level_that_is_not(
    account: Project, cells: int, brief: bool
) -> None:
    """The rail goes by the place of its level at both lines of each label, whoever stands there."""
    findings = findings_of(account)
    frame = NetworkFrame(opened=frozenset(), brief=brief)
    diagram = draw_network(account, findings, cells, frame=frame)
    held: dict[tuple[Level | None, ApprovalLine], bool] = {
        (place.level, place.line): place.held for place in findings.places
    }
    levels = levels_by_row(diagram, account)
    labelled = {line: rows_on(diagram, account, line) for line in LINES}
    for line, gutter in gutters_of(diagram).items():
        drawn = [y for y, sign in enumerate(gutter) if sign != " "]
        for y in drawn:
            holds = held.get((levels[y], line))
            if holds is None:
                # Between two bands, or beside a level where the line has no place.
                beside = [gutter[near] for near in (y - 1, y + 1) if near in drawn]
                holds = gutter[y] in WHOLE and WHOLE.issuperset(beside)
            assert (gutter[y] in WHOLE) == holds, (y, gutter)
            if holds is False and levels[y] is not None:
                # Dotted is a hole: where the line has nobody more at the level, it only passes.
                assert (gutter[y] == "┊") == (y in labelled[line]), (y, gutter)
        assert drawn == list(range(drawn[0], drawn[-1] + 1)) if drawn else True


def gutters_of(diagram: Diagram) -> Mapping[ApprovalLine, str]:
    """The signs of each rail, row by row: the cell left of the first two columns' labelled."""
    head = "".join(span.text for span in diagram.head[0])
    drawn = _drawn(diagram)
    return {
        line: "".join(
            sign if (sign := drawn.get((at, y), " ")) != "─" else " "
            for y in range(_label_rows(diagram))
        )
        for line, at in zip(LINES, map(head.index, "║┃"), strict=True)
    }


def _label_rows(diagram: Diagram) -> int:
    return max((node.y + node.height for node in diagram.nodes.values()), default=0)


def rows_on(diagram: Diagram, account: Project, line: ApprovalLine) -> Set[int]:
    """The rows of all labels that are on a line."""
    people = {person.id for person in account.contacts if line in person.lines}
    return {
        y
        for id, node in diagram.nodes.items()
        if id in people or id.endswith(f":{line}")
        for y in range(node.y, node.y + node.height)
    }


@given(account=accounts(), cells=CELLS)
def test_no_tie_looks_held_that_leads_to_somebody_who_is_not(account: Project, cells: int) -> None:
    findings = findings_of(account)
    diagram = draw_network(account, findings, cells)
    drawn, head = _drawn(diagram), "".join(span.text for span in diagram.head[0])
    for person in account.contacts:
        for line, sign in zip(LINES, "║┃", strict=True):
            if line in person.lines and not person.outside:
                node, rail = diagram.nodes[person.id], head.index(sign)
                beside = rail + (1 if node.x > rail else -1)
                tie = drawn[beside, node.y]
                assert tie in ("·", "!", *"═━"[: person.id in findings.close and 2])


@given(account=accounts(), cells=CELLS)
def test_a_level_is_named_once(account: Project, cells: int) -> None:
    diagram = net(account, cells)
    named = [row[1:6].strip() for row in lines(diagram)[: _label_rows(diagram)]]
    marks = list(filter(None, named))
    assert len(marks) == len(set(marks))


def levels_by_row(diagram: Diagram, account: Project) -> list[Level | None]:
    """The level whose label stands in each row, None between bands."""
    people = {person.id: person for person in account.contacts}
    found: list[Level | None] = [None] * _label_rows(diagram)
    for id, node in diagram.nodes.items():
        person = people.get(id)
        named = id.split(":")[1] if person is None else person.level
        if person is not None and person.outside:
            continue
        for y in range(node.y, node.y + node.height):
            found[y] = next((level for level in LEVELS if level == named), None)
    return found


ON_T = [
    contact("Low", 4, level="low", lines=["technical"]),
    contact("Mid", 1, level="middle", lines=["technical"]),
    contact("High", 4, level="high", lines=["technical"]),
]
NO_B = [f"commercial {level}" for level in ("high", "middle", "low")]


def test_a_rail_is_whole_beside_what_we_hold_and_dotted_round_a_hole() -> None:
    gutter = [row[6:9].rstrip() for row in lines(net(project(contacts=ON_T, absent=NO_B)))[:8]]
    assert gutter == ["╔══", "║", "┊", "┊!", "┊", "┊", "╚══", ""]
    use_glyphs(ASCII)
    gutter = [row[6:9].rstrip() for row in lines(net(project(contacts=ON_T, absent=NO_B)))[:8]]
    assert gutter == ["T==", "T", ":", ":!", ":", ":", "T==", ""]


def test_a_rail_runs_through_a_place_where_nobody_is_named() -> None:
    drawn = lines(net(project(contacts=[ON_T[0], ON_T[2]], absent=NO_B)))
    assert drawn[3].startswith(" MID  ┊! nobody named")
    assert drawn[0].endswith("(none here)")


def test_whoever_has_no_level_is_on_the_rail_and_holds_nothing() -> None:
    loose = contact("Loose", 5, lines=["technical"])
    drawn = lines(net(project(contacts=[*ON_T, loose], absent=NO_B)))
    assert drawn[9].startswith(" ?    ┊══Loose")


def test_where_a_line_would_end_stands_a_question_and_no_hole() -> None:
    account = project(contacts=ON_T[:1], absent=NO_B)
    found = NetworkFindings(
        places=(ApprovalPlace("low", "technical", ("Low",), 4, held=True),),
        close=("Low",),
        tops=(ApprovalPlace("high", "technical"),),
    )
    diagram = draw_network(account, found, 80)
    drawn = [row[:26].rstrip() for row in lines(diagram)]
    assert drawn[:4] == [
        " EXEC ┊~ top unknown",
        "      ┊  who decides?",
        "      ┊",
        " JR   ╚══Low",
    ]
    assert "hole:high:technical" in diagram.nodes


def test_both_lines_end_in_who_decides() -> None:
    top = contact("Top", 4, level="high", lines=["technical", "commercial"], role="decides")
    people = [
        contact("a", 3, level="middle", lines=["technical"], reports_to="Top"),
        contact("b", 3, level="middle", lines=["commercial"], reports_to="Top"),
        contact("c", 3, level="middle", function="using", reports_to="Top"),
        contact("z", 3, level="middle", function="using", reports_to="Top", title="Head"),
        top,
    ]
    drawn = lines(net(project(contacts=people)))
    assert drawn[:5] == [
        " EXEC ╔══Top* TB            ?━━┓",
        "      ║                 ●●●●○  ┃",
        "      ║     ├──────────────────┃─────┬────────────────────────┐",
        " MID  ╠══a                  ?  ┣━━b                  ?     c                  ?",
        "      ║                 ●●●○○  ┃                 ●●●○○                    ●●●○○",
    ]
    assert drawn[6].split() == ["║", "┃", "Head", "under", "Top", "●●●○○"]


def test_who_decides_leaves_a_hole_where_we_do_not_hold_them() -> None:
    top = contact("Top", 2, level="high", lines=["technical", "commercial"], role="decides")
    drawn = lines(net(project(contacts=[top])))
    assert drawn[0] == " EXEC ┊! Top* TB            ?··┊! (Top)"
    assert list(net(project(contacts=[top])).nodes) == ["Top", *HOLES]


HOLES = [f"hole:{level}:{line}" for level in ("middle", "low") for line in LINES]


def test_whoever_is_not_held_hangs_loose_where_another_holds_the_place() -> None:
    people = [
        contact("Top", 2, level="high", lines=["technical", "commercial"], role="decides"),
        contact("Tech", 3, level="high", lines=["technical"]),
        contact("Buyer", 3, level="high", lines=["commercial"]),
        contact("Low", 3, level="low", lines=["technical", "commercial"]),
    ]
    absent = [f"{line} middle" for line in LINES]
    drawn = [row[:42].rstrip() for row in lines(net(project(contacts=people, absent=absent)))]
    assert drawn[:3] == [
        " EXEC ║··Top* TB            ?··┃",
        "      ║                 ●●○○○  ┃",
        "      ╠══Tech               ?  ┣━━Buyer",
    ]


SWAYS = [
    Influence(source="A", target="B", strength=1, favour=True),
    Influence(source="C", target="B", strength=3, favour=False),
    Influence(source="B", target="D", strength=2, favour=True),
    Influence(source="A", target="B", strength=2, favour=True),
]


def test_influence_is_numbered_at_both_ends_and_listed() -> None:
    people = [contact(name, 3, level="middle", function="technical") for name in "ABCD"]
    diagram = net(project(contacts=people, influences=SWAYS))
    badges = {
        id: "".join(span.text for span in node.below[0]).removesuffix("●●●○○").strip()
        for id, node in diagram.nodes.items()
    }
    assert badges == {"A": "►1", "B": "►3 ◄1◄2x", "C": "►2x", "D": "◄3"}
    listed = "\n".join(lines(diagram))
    assert " 1   A ► B 2+" in listed
    assert " 2x  C ► B 3-" in listed


@pytest.mark.parametrize("count", [1, 9, 40])
def test_what_has_no_room_among_the_badges_is_counted(count: int) -> None:
    people = [contact(f"p{place}", 3, level="middle") for place in range(count + 1)]
    sways = [
        Influence(source=f"p{place}", target="p0", strength=1, favour=place % 2 > 0)
        for place in range(1, count + 1)
    ]
    node = net(project(contacts=people, influences=sways)).nodes["p0"]
    written = "".join(span.text for span in node.below[0]).removesuffix("●●●○○")
    text = written.replace("◄", " ◄").split()
    shown = [badge for badge in text if not badge.startswith("+")]
    left = sum(int(badge) for badge in text if badge.startswith("+"))
    assert len(shown) + left == count
