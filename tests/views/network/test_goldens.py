"""Four accounts as they are drawn, kept as text files that are looked at when they change.

`NETLOFT_GOLDENS=write` before pytest writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from deals.model import Influence, Project, Touch
from deals.network.findings import NetworkFindings
from deals.parsing.contact_line import parse_contacts
from tests.deals.makers import project
from tests.views.network.accounts import findings_of
from views.diagram import Diagram
from views.glyphs import ASCII, BOX, use_glyphs
from views.network.net import NetworkFrame, draw_network
from views.network.org_tree import draw_org_tree
from views.network.tables import draw_chain, draw_contact_list
from views.styled_text import fit
from wording import LANGUAGES, use_language

_SMALL = """
Martin Hale (General manager) @Executive high TB decides other cr1
Ruth Sandoval (Chief engineer) @Executive high T approves tech cr2 = ^"Martin Hale"
Walter Boone (Head of dispatch) @Dispatch middle T evaluates tech cr4 + ^"Ruth Sandoval"
Oliver Tang (Head of purchasing) @Purchasing middle B approves commercial cr3 = ^"Martin Hale"
Danny Leaf (Network engineer) @Dispatch low using uses cr3 + ^"Walter Boone"
"""
_WIDE = """
何总 (总经理) @总部 high TB 决策 tech cr1
孙总工 (总工程师) @总部 high T 审批 tech cr2 + ^何总
秦总 (财务总监) @财务部 high B 审批 cr? ^何总
吴处长 (调度处处长) @调度处 middle T 评估 tech cr4 + ^孙总工
欧阳建国主任 (物资采购与合同管理部主任) @物资部 middle B cr2 = ^秦总
小叶 (网络工程师) @调度处 low T tech cr3 + ^吴处长
采购唐 (采购专责) @物资部 low B cr2 = ^欧阳建国主任
罗班长 (运行值长) @调度处 low using 使用 cr2 ^吴处长
郭工 (主任工程师) @设计院 outside 影响 cr3 =
"""
_BIG = """
Iris Vale (Chair) @Board high other influences cr1 =
Noel Hart (Chief executive) @Board high TB decides other cr2 = ^"Iris Vale"
Gail Stone (CTO) @Technology high T approves tech cr3 + ^"Noel Hart"
Hugo Brand (CFO) @Finance high B approves commercial cr1 !Halden ^"Noel Hart"
Ada Finch (COO) @Operations high using influences cr2 = ^"Noel Hart"
Karl Moss (Head of networks) @Technology middle T1 evaluates tech cr4 + ^"Gail Stone"
Lena Frost (Head of security) @Technology middle T2 evaluates tech cr2 - ^"Gail Stone"
Owen Pike (Architect) @Technology middle tech influences cr3 + ^"Gail Stone"
Tess Hughes (Head of purchasing) @Purchasing middle B approves commercial cr3 = ^"Hugo Brand"
Victor Pratt (Controller) @Finance middle B evaluates commercial cr? ^"Hugo Brand"
Dora Wells (Plant manager north) @Operations middle using uses cr2 + ^"Ada Finch"
Emil Kraft (Plant manager south) @Operations middle using uses cr1 ^"Ada Finch"
Bea Marsh (Programme office) @Board middle other influences cr2 ^"Noel Hart"
Finn Doyle (Network engineer) @Technology low T tech evaluates cr4 + ^"Karl Moss"
Gwen Nye (Network engineer) @Technology low tech uses cr3 + ^"Karl Moss"
Hal Orton (Security analyst) @Technology low tech cr1 ^"Lena Frost"
Ivy White (Buyer) @Purchasing low B evaluates commercial cr3 = ^"Tess Hughes"
Jack Reed (Contracts) @Purchasing low commercial cr2 ^"Tess Hughes"
Kit Sharp (Invoices) @Finance low commercial cr? ^"Victor Pratt"
Liv Thorne (Shift leader) @Operations low using uses cr3 + ^"Dora Wells"
Max Urban (Shift leader) @Operations low using uses cr2 = ^"Dora Wells"
Nia Voss (Shift leader) @Operations low using uses cr1 ^"Emil Kraft"
Otto Wirth (Consultant) @"Wirth & Sons" outside influences cr2 !Halden
Prue Young (Former CTO) outside coach cr4 +
Quinn Zell (Regulator) outside cr?
"""
_AGAINST = """
许董事长 (董事长) @董事会 high TB 决策 other cr? !锐川
潘总 (信息总监) @信息部 high tech 审批 cr2 - ^许董事长
韩经理 (网络经理) @信息部 middle T 评估 tech cr3 + ^潘总
"Dr Eleanor Featherstonehaugh-Smythe" (Head of procurement and logistics) middle B cr1 !锐川
周工 [核心] (工程师) @信息部 low tech cr4 + ^韩经理
老钱 (顾问) outside 影响 cr1 !锐川
林教授 (大学教授) outside coach cr4 +
"""
_UNNAMED = """
何总 (总经理) @总部 high T 决策 cr4 +
商务中层? middle B
"""
_SWAYS: Mapping[str, Sequence[tuple[str, str, int, bool]]] = {
    "small": [
        ("Walter Boone", "Ruth Sandoval", 3, True),
        ("Ruth Sandoval", "Martin Hale", 2, True),
    ],
    "wide": [
        ("吴处长", "孙总工", 3, True),
        ("郭工", "孙总工", 2, True),
        ("秦总", "何总", 2, False),
    ],
    "big": [
        ("Karl Moss", "Gail Stone", 3, True),
        ("Lena Frost", "Gail Stone", 2, False),
        ("Otto Wirth", "Hugo Brand", 3, False),
        ("Prue Young", "Noel Hart", 2, True),
        ("Hugo Brand", "Noel Hart", 2, False),
        ("Liv Thorne", "Dora Wells", 1, True),
        ("Ivy White", "Tess Hughes", 2, True),
    ],
    "unnamed": [("商务中层?", "何总", 3, True)],
    "against": [
        ("老钱", "许董事长", 3, False),
        ("潘总", "许董事长", 2, False),
        ("林教授", "韩经理", 2, True),
        ("韩经理", "潘总", 1, True),
        ("Dr Eleanor Featherstonehaugh-Smythe", "许董事长", 1, False),
    ],
}


def _account(name: str, text: str, absent: Sequence[str] = ()) -> Project:
    ids = count(1)
    people = parse_contacts(text.strip(), new_id=lambda: f"{name}-{next(ids)}")
    by_name = {contact.name: contact.id for contact in people}
    sways = [
        Influence(source=by_name[source], target=by_name[target], strength=strength, favour=favour)
        for source, target, strength, favour in _SWAYS[name]
    ]
    first, last = people[0].id, people[-1].id
    touches = [
        Touch(on=date(2026, 2, 9), contacts=(first, last)),
        Touch(on=date(2026, 1, 6), contacts=(first,)),
    ]
    helped = people[1].model_copy(update={"covered_by": ("林",), "work_needs": "no outage, ever"})
    team = (people[0], helped, *people[2:])
    return project(contacts=team, influences=sways, touches=touches, absent=absent)


ACCOUNTS: Mapping[str, Project] = {
    "small": _account("small", _SMALL),
    "wide": _account("wide", _WIDE),
    "big": _account("big", _BIG),
    "against": _account("against", _AGAINST),
    "unnamed": _account("unnamed", _UNNAMED, ["technical low"]),
}
"""By name: a small one, one of wide names, one of 25 people, one with much against us, and one
where most places are holes that nobody is named at.
"""


GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"


def draw_plain_network(account: Project, findings: NetworkFindings, cells: int) -> Diagram:
    """The net in ASCII, as a screen of few lines has it: the other layout must be the same."""
    use_glyphs(ASCII)
    frame = NetworkFrame(opened=frozenset(), brief=True)
    diagram = draw_network(account, findings, cells, frame=frame)
    use_glyphs(BOX)
    return diagram


DIAGRAMS: Mapping[str, Callable[[Project, NetworkFindings, int], Diagram]] = {
    "net": draw_network,
    "net, ASCII, brief": draw_plain_network,
    "tree": draw_org_tree,
    "chain": draw_chain,
    "list": draw_contact_list,
}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def drawn(account: Project, cells: int) -> str:
    """All pictures, each under a ruler that shows where the screen ends."""
    findings = findings_of(account)
    parts = []
    for name, draw in DIAGRAMS.items():
        diagram = draw(account, findings, cells)
        lines = ["".join(span.text for span in line) for line in (*diagram.head, *diagram.lines)]
        ruler = fit(f"{name} {cells} {'-' * cells}", cells).replace("…", "|")
        parts.append("\n".join([ruler, *(line.rstrip() for line in lines)]))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cells", (80, 120))
@pytest.mark.parametrize("name", ACCOUNTS)
def test_accounts_are_drawn_as_they_were(name: str, cells: int, language: str) -> None:
    use_language(language)
    found = drawn(ACCOUNTS[name], cells)
    golden = GOLDENS / f"{name}-{cells}-{language}.txt"
    if WRITE:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
