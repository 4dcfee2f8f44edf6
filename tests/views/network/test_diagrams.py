"""What single pictures show: folding, weak places, ranking, fields, the legend, no one at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deals.model import Influence, Project
from deals.network.findings import NetworkFindings
from tests.deals.makers import contact, project
from tests.views.network.accounts import findings_of
from views.diagram import Diagram
from views.legend import legend_lines
from views.network.net import draw_empty_network, draw_network
from views.network.org_tree import draw_org_tree
from views.network.tables import draw_chain, draw_contact_list
from views.styled_text import width
from wording import legends, use_language

TEAM = project(
    contacts=[
        contact("Boss", 1, level="high", function="technical", lines=["technical"], title="CTO"),
        contact("Ann", 4, level="middle", department="IT", reports_to="Boss", stance="supports"),
        contact("Bob", None, level="low", department="IT", reports_to="Ann"),
        contact("Cy", 2, level="low", function="using", reports_to="Bob", role="decides"),
        contact("Out", 3, outside=True, stance="competitor", competitor="Halden"),
    ],
    influences=[
        Influence(source="Out", target="Boss", strength=3, favour=False),
        Influence(source="Ann", target="Boss", strength=2, favour=True),
    ],
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


def label(diagram: Diagram, id: str) -> str:
    return "".join(span.text for span in diagram.nodes[id].label)


def row(diagram: Diagram, id: str) -> str:
    return "".join(span.text for span in diagram.lines[diagram.nodes[id].y])


def net(account: Project, *folded: str) -> Diagram:
    return draw_network(account, findings_of(account), 80, frozenset(folded))


def tree(account: Project, *folded: str) -> Diagram:
    return draw_org_tree(account, findings_of(account), 80, frozenset(folded))


def words_of(diagram: Diagram, id: str) -> list[list[str]]:
    node = diagram.nodes[id]
    return ["".join(span.text for span in line).split() for line in (node.label, *node.below)]


def test_a_label_says_name_title_closeness_and_side() -> None:
    assert words_of(net(TEAM), "Boss") == [["Boss", "?"], ["CTO", "◄2◄1x", "●○○○○"]]
    assert words_of(net(TEAM), "Ann") == [["Ann", "+"], ["►2", "●●●●○"]]
    assert words_of(net(TEAM), "Bob")[1][-1] == "CR?"
    assert words_of(net(TEAM), "Cy")[0][0] == "Cy*"
    assert words_of(net(TEAM), "Out") == [["Out", "Halden", "x"], ["►1x", "●●●○○"]]


def test_a_rival_stands_before_the_title_where_the_name_leaves_no_room() -> None:
    long = "Victor Panagiotopoulos"
    panagos = contact(long, 2, title="VP", stance="competitor", competitor="Corvane")
    assert words_of(net(project(contacts=[panagos])), long) == [
        ["V.", "Panagiotopoulos", "x"],
        ["Corvane", "VP", "●●○○○"],
    ]


def test_a_wide_canvas_shows_long_names_and_titles_whole() -> None:
    long, title = "Dr Eleanor Featherstonehaugh-Smythe", "Head of procurement and logistics, north"
    account = project(contacts=[contact(long, 2, title=title)])
    widths = {}
    for cells in (120, 160, 240):
        node = draw_network(account, findings_of(account), cells).nodes[long]
        widths[cells] = node.width
        if cells > 120:
            assert words_of(draw_network(account, findings_of(account), cells), long) == [
                [*long.split(), "?"],
                [*title.split(), "●●○○○"],
            ]
    assert widths[120] == 30
    assert widths[160] <= widths[240] < 50


def test_places_that_nobody_fills_are_holes() -> None:
    diagram = net(TEAM)
    assert label(diagram, "hole:middle:technical").rstrip() == "nobody named"
    assert row(diagram, "hole:middle:technical").startswith(" MID  ┊! nobody")


def test_a_folded_department_is_one_node_with_its_count_and_best() -> None:
    assert words_of(net(TEAM, "IT"), "dept:IT") == [["►IT", "(2)"], ["Ann,", "Bob", "►2", "●●●●○"]]
    assert label(tree(TEAM, "IT"), "dept:IT").split() == [
        "►IT",
        "(2)",
        "MID",
        "●●●●○",
        "►2",
        "Boss",
        "2+",
    ]
    assert all("Ann" not in draw(TEAM, "IT").nodes for draw in (net, tree))
    assert "└─ Cy*" in row(tree(TEAM, "IT"), "Cy")


def test_the_tree_tells_of_influence_beside_the_name() -> None:
    assert row(tree(TEAM), "Ann").rstrip().endswith("►2 Boss 2+")
    assert row(tree(TEAM), "Boss").rstrip().endswith("◄2◄1x")
    assert row(tree(TEAM), "Out").rstrip().endswith("►1x Boss 3- Halden")
    assert list(tree(TEAM).nodes) == ["Boss", "Ann", "Bob", "Cy", "Out"]


def test_the_chain_follows_the_ranking_and_leaves_nobody_out() -> None:
    found = findings_of(TEAM)
    some = NetworkFindings(
        pulls=tuple(score for score in found.pulls if score.person in ("Cy", "Boss"))
    )
    assert list(draw_chain(TEAM, some, 80).nodes) == ["Boss", "Cy", "Ann", "Bob", "Out"]
    assert list(draw_chain(TEAM, found, 80).nodes) == [score.person for score in found.pulls]


def test_the_list_has_more_fields_where_there_is_room() -> None:
    narrow, wide = (draw_contact_list(TEAM, findings_of(TEAM), cells) for cells in (80, 160))
    assert [contact.id for contact in TEAM.contacts] == list(wide.nodes)
    titles = ["".join(span.text for span in diagram.head[0]).split() for diagram in (narrow, wide)]
    assert set(titles[0]) < set(titles[1])


def test_an_account_without_anybody_has_no_node() -> None:
    empty = project()
    for diagram in (net(empty), tree(empty), draw_chain(empty, NetworkFindings(), 80)):
        assert diagram.height == 0
    asked = draw_empty_network(80)
    assert not asked.nodes
    rows = ["".join(span.text for span in line).rstrip() for line in asked.lines]
    assert rows[1].startswith(" EXEC ┊! who decides?")
    marks = [row[:6].strip() for row in rows if row[6:7] == "┊"]
    assert [mark for mark in marks if mark] == ["EXEC", "MID", "JR"]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_legends_fit_a_small_screen(lang: str) -> None:
    use_language(lang)
    tables = [table for name, table in vars(legends).items() if name.endswith("_LEGEND")]
    for line in legend_lines(*legends.PEOPLE_LEGENDS.values(), *tables):
        assert sum(width(span.text) for span in line) <= 80


def test_each_sign_has_one_meaning_on_a_screen() -> None:
    shown = legend_lines((("!", "here"), ("x", "only here")), (("!", "elsewhere"), ("~", "all")))
    texts = [(sign.text.strip(), meaning.text) for sign, meaning in shown]
    assert texts == [("!", "here"), ("x", "only here"), ("~", "all")]


def test_where_nobody_knows_who_reports_to_whom_the_tree_shows_levels() -> None:
    people = [
        contact("low", 3, level="low", lines=["technical"]),
        contact("head", 4, level="high", lines=["technical", "commercial"]),
        contact("mid", 2, level="upper", lines=["technical"]),
        contact("guest", 2, outside=True),
    ]
    absent = ["commercial middle", "commercial low"]
    drawn = tree(project(contacts=people, absent=absent))
    rows = ["".join(span.text for span in line).strip(" ╠═┃┊!║─") for line in drawn.lines]
    marks = ["EXEC", "SR", "MID", "JR", "outside"]
    assert [text for text in rows if text in marks] == marks
    assert list(drawn.nodes) == [
        "head",
        "mid",
        "hole:upper:commercial",
        "hole:middle:technical",
        "hole:middle:commercial",
        "low",
        "hole:low:commercial",
        "guest",
    ]
    # Both lines run down the side, through what nobody is named at and past what is none.
    assert row(drawn, "hole:upper:commercial").startswith(" ┊  ┊!    nobody named")
    assert row(drawn, "hole:middle:technical").startswith(" ┊!       nobody named")
    assert row(drawn, "hole:low:commercial").startswith("          (none here)")


def test_who_reports_stays_in_the_tree_and_the_others_have_bands() -> None:
    boss = contact("boss", 3, level="high")
    under = contact("under", 3, level="low", reports_to="boss")
    loose = [contact("x", 3, level="low"), contact("y", 3)]
    some = tree(project(contacts=[loose[0], boss, under, loose[1]]))
    assert list(some.nodes) == ["boss", "under", "x", "y"]
    assert row(some, "under").startswith("       └─ under")
    assert some.nodes["x"].y == some.nodes["under"].y + 3  # a blank, and the level
    # One alone, or people of no known level, are as they were: a list.
    one = tree(project(contacts=[loose[0], boss, under]))
    assert [node.y for node in one.nodes.values()] == [0, 1, 2]
    assert list(tree(project(contacts=[loose[1], contact("z")])).nodes) == ["y", "z"]


def test_the_tree_cuts_names_alike_before_it_leaves_an_influence_out() -> None:
    names = ["Bartholomew Castellan", "Wilhelmina Overbeck", "Maximilian Zimmermann", "Ann"]
    people = [contact("a", 4), *(contact(name, 2) for name in names)]
    sways = [
        Influence(source="a", target=name, strength=2, favour=i != 1)
        for i, name in enumerate(names)
    ]
    account = project(contacts=people, influences=sways)
    shown = {
        cells: draw_org_tree(account, findings_of(account), cells).lines[0] for cells in (80, 120)
    }
    texts = {cells: "".join(span.text for span in line) for cells, line in shown.items()}
    assert all(name.split()[-1][:10] in texts[120] for name in names), "the surname stays"
    assert [texts[80].count(sign) for sign in ("►1", "►2x")] == [1, 1]
    assert texts[80].rstrip().endswith("+2")
    assert all(width(text.rstrip()) <= cells for cells, text in texts.items())
