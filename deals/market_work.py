"""Where work that the market calls for belongs: the bone of each of its sources (method, 5, 7)."""

from __future__ import annotations

from collections.abc import Mapping

from deals.market import STANDING, crossing
from deals.model import Project
from deals.playbook import Playbook
from deals.sources import cell_of

# The themes go by the ids of the strategy's sections, which know their bones.
_THEMES_OF_CELLS: Mapping[str, str] = {
    "product": "product",
    "terms": "commercial",
    "service": "service",
    STANDING: "customer",
}
_THEMES_OF_NOTES: Mapping[str, str] = {
    "triangle.rival": "competition",
    "triangle.us": "product",
    "stp.position": "product",
}
_THEMES_OF_ITEMS: Mapping[str, str] = {
    "strength": "product",
    "weakness": "product",
    "opportunity": "customer",
    "threat": "competition",
}
_THEMES_OF_CROSSES: Mapping[str | None, str] = {"SO": "customer", "WO": "product"}


def bone_of(project: Project, source: str, playbook: Playbook) -> str:
    """The field of work that a source of the market (`deals.sources`) is about.

    It is the bone of the playbook's section on that theme; where there is none, the first field;
    empty where the playbook has no fields.
    """
    fields = [one.id for one in playbook.fields]
    section = playbook.sections.get(_theme(project, source))
    if section is not None and section.bone in fields:
        return section.bone
    return fields[0] if fields else ""


def _theme(project: Project, source: str) -> str:
    kind, _, key = source.partition(":")
    cell = cell_of(source)
    if cell is not None:
        return _THEMES_OF_CELLS.get(cell[0], "competition")
    if kind == "note":
        return _THEMES_OF_NOTES.get(key, "customer")
    if kind == "swot":
        found = next((one.kind for one in project.swot if one.id == key), "threat")
        return _THEMES_OF_ITEMS[found]
    strategy = next((one for one in project.strategies if one.id == key), None)
    cross = crossing(project, strategy) if strategy is not None else None
    return _THEMES_OF_CROSSES.get(cross, "competition")
