"""The influences of a project as the analysis reads them."""

from __future__ import annotations

from deals.model import Influence, Project


def strongest_influences(project: Project) -> tuple[Influence, ...]:
    """Return one influence for each pair of people: of several the strongest, of equals the first.

    What points at nobody, or from somebody to themselves, moves nothing and is left out.
    """
    known = {contact.id for contact in project.contacts}
    found: dict[tuple[str, str], Influence] = {}
    for influence in project.influences:
        ends = (influence.source, influence.target)
        if influence.source == influence.target or not known.issuperset(ends):
            continue
        if ends not in found or found[ends].strength < influence.strength:
            found[ends] = influence
    return tuple(found.values())
