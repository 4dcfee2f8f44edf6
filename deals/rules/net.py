"""The rule about the net laid over a customer's people (method, sections 3 and 4)."""

from __future__ import annotations

from datetime import date

from deals.model import Flag, Project
from deals.net.places import holds, spots, weight
from deals.playbook import Playbook
from deals.rules.flags import Figures, flagged, of_open_projects
from deals.standing import against_us, cr_text, insiders


@of_open_projects
def holes(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """A place on an approval line is not held; the heaviest one is named, and all are counted.

    Asked only where levels and lines are known, and of the places alone, for this is worked out
    for every project of the portfolio. The case is `nobody` where nobody is known at the
    place, `against` where everybody there is against us, otherwise `weak`, which names the closest.
    """
    if not playbook.reached(project.stage, playbook.thresholds.holes.since):
        return None
    people = insiders(project)
    if all(one.level is None for one in people):
        return None
    gaps = [spot for spot in spots(people) if not holds(spot, playbook.net)]
    if not gaps:
        return None
    worst = max(gaps, key=lambda spot: weight(spot, playbook.net.points))
    about: Figures = {"stage": project.stage, "count": len(gaps)}
    about |= {"level": worst.level, "line": worst.line}
    if not worst.on:
        return flagged(playbook, "holes", "nobody", about)
    ours = [one for one in worst.on if not against_us(one)]
    if not ours:
        return flagged(playbook, "holes", "against", {**about, "name": worst.on[0].name})
    closest = max(ours, key=lambda one: one.cr or 0)
    who: Figures = {"name": closest.name, "cr": cr_text(closest.cr), "needs": playbook.net.hold}
    return flagged(playbook, "holes", "weak", {**about, **who})
