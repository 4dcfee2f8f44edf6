"""SWOT beside its strategies: a matrix of two by two where there is room, else a list. Pure."""

from __future__ import annotations

from deals.market import Cross, crossing, idle, item_names
from deals.model import Book, Project, Strategy
from deals.playbook.market import MarketPage
from screens.kit.picture import Picture
from screens.kit.spans import Tone
from screens.kit.wording import N_, _
from screens.market.sheet import Part, Sheet, beside, folded

KINDS = {
    "strength": N_("S strengths"),
    "weakness": N_("W weaknesses"),
    "opportunity": N_("O opportunities"),
    "threat": N_("T threats"),
}
CROSSES: dict[Cross, str] = {
    "SO": N_("SO seize openings"),
    "WO": N_("WO mend weak spots"),
    "ST": N_("ST fend off threats"),
    "WT": N_("WT guard weak spots"),
}
MATRIX = 100
_LINES, _SIDE = 3, 2
Block = list[list[Part]]


def swot(project: Project, _book: Book, _page: MarketPage, _lang: str, cells: int) -> Picture:
    """The four lists on the left, the strategies that cross them on the right."""
    sheet = Sheet(cells)
    left = cells * 2 // 5 if cells >= MATRIX else cells // 2
    right = _matrix if cells >= MATRIX else _list
    for one in beside(_items(project, left), right(project, cells - left)):
        sheet.row(*one)
    return sheet.picture()


def _items(project: Project, cells: int) -> Block:
    unused, names = idle(project), item_names(project)
    block: Block = []
    for kind, label in KINDS.items():
        block.append([(None, _(label), cells, "strong")])
        for one in project.swot:
            if one.kind == kind:
                sign = "~" if one.id in unused else " "
                tone: Tone = "amber" if one.id in unused else ""
                item = (f"item/{one.id}", f"{names[one.id]} {one.text}", cells - _SIDE, tone)
                block += _behind(sign, item)
    if unused:
        block += [[(None, "", cells, "")], [(None, _("~ no strategy uses it"), cells, "dim")]]
    return block


def _crossed(project: Project, cross: Cross | None, cells: int) -> Block:
    """The strategies of one crossing, each behind the items it uses."""
    names = item_names(project)
    block: Block = []
    for one in project.strategies:
        if crossing(project, one) == cross:
            text = f"{_uses(one, names) or '-'}: {one.text}"
            block += _behind("", (f"strategy/{one.id}", text, cells - _SIDE, ""))
    return block


def _behind(sign: str, part: Part) -> Block:
    """Something in a few lines behind its sign."""
    return beside([[(None, sign, _SIDE, part[3])]], folded(part, _LINES))


def _uses(strategy: Strategy, names: dict[str, str]) -> str:
    return " ".join(names[key] for key in strategy.uses if key in names)


def _list(project: Project, cells: int) -> Block:
    block: Block = []
    for cross, title in CROSSES.items():
        block += [[(None, _(title), cells, "strong")], *_crossed(project, cross, cells)]
    return block + _uncrossed(project, cells)


def _uncrossed(project: Project, cells: int) -> Block:
    block = _crossed(project, None, cells)
    return [[(None, _("not crossed yet"), cells, "strong")], *block] if block else []


def _matrix(project: Project, cells: int) -> Block:
    """S and W across, O and T down; what crosses nothing yet below."""
    wide = (cells - 2 * _SIDE) // 2
    rest = cells - 2 * _SIDE - wide
    strong, weak, *_others = map(_, KINDS.values())
    block: Block = [
        [
            *((None, "", _SIDE, ""), (None, strong, wide, "strong")),
            *((None, "|", _SIDE, "dim"), (None, weak, rest, "strong")),
        ]
    ]
    for letter, first, second in (("O", "SO", "WO"), ("T", "ST", "WT")):
        block.append([(None, "-" * (cells - 1), cells, "dim")])
        block += _band(letter, _quarter(project, first, wide), _quarter(project, second, rest))
    return [*block, [(None, "-" * (cells - 1), cells, "dim")], *_uncrossed(project, cells)]


def _quarter(project: Project, cross: str, cells: int) -> Block:
    key = next(one for one in CROSSES if one == cross)
    return [[(None, _(CROSSES[key]), cells, "dim")], *_crossed(project, key, cells)]


def _band(letter: str, left: Block, right: Block) -> Block:
    """One row of the matrix: its letter, and two quarters beside one another."""
    high = max(len(left), len(right), 3)
    names: Block = [[(None, letter if at == 0 else "", _SIDE, "strong")] for at in range(high)]
    bars: Block = [[(None, "|", _SIDE, "dim")] for _row in range(high)]
    return beside(names, left, bars, right)
