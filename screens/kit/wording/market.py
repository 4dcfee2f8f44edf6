"""What the market of a project is called in words: its cells, notes, items and strategies."""

from __future__ import annotations

from collections.abc import Mapping

from deals.market import item_names
from deals.model import US, Project, Standing
from deals.playbook import Playbook
from deals.playbook.market import MarketPage
from deals.sources import cell_of
from screens.kit.wording.speech import N_, _, language

_THEIRS: Mapping[Standing, str] = {
    "ahead": N_("they are ahead of us"),
    "even": N_("they and we are even"),
    "behind": N_("they are behind us"),
}
_OURS: Mapping[Standing, str] = {
    "ahead": N_("we are ahead"),
    "even": N_("we are even"),
    "behind": N_("we are behind"),
}


def standing_text(mark: Standing | None, rival: str) -> str:
    """Where a competitor, or we, stand; empty without a mark."""
    if mark is None:
        return ""
    return _((_OURS if rival == US else _THEIRS)[mark])


def cell_name(page: MarketPage, dimension: str, rival: str) -> str:
    """What a cell of the comparison is about: a competitor, or us, in a dimension."""
    label = page.dimensions.get(dimension)
    said = label.of(language()) if label else dimension
    return _("{rival}, {dimension}").format(rival=rival or _("we"), dimension=said)


def note_name(page: MarketPage, key: str) -> str:
    """What a note is about; its key where the playbook no longer asks it."""
    group, _dot, rest = key.partition(".")
    side, _dot, question = rest.partition(".")
    asked = page.customer[side].questions if side in page.customer else {}
    lists = {"triangle": page.triangle.get(rest), "stp": page.stp.get(rest)}
    label = asked.get(question) if group == "customer" else lists.get(group)
    return label.of(language()) if label else key


def source_words(source: str, project: Project, playbook: Playbook) -> str:
    """A source of the market in words, also where the item is gone; empty for any other source."""
    kind, _colon, key = source.partition(":")
    page = playbook.market
    cell = cell_of(source)
    if cell is not None:
        return _("comparison: {cell}").format(cell=cell_name(page, *cell))
    if kind == "note":
        return _("market: {question}").format(question=note_name(page, key))
    if kind == "swot":
        names = item_names(project)
        text = next((one.text for one in project.swot if one.id == key), None)
        return _("a SWOT item that is gone") if text is None else f"{names[key]} {text}"
    if kind == "strategy":
        said = next((one.text for one in project.strategies if one.id == key), None)
        gone = _("a strategy that is gone")
        return gone if said is None else _("strategy: {text}").format(text=said)
    return ""
