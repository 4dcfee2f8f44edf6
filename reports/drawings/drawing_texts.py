"""What the pictures say in lines of plain text, for papers that cannot draw.

Nothing is cut, and each line can be read alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.fishbone import Bone
from deals.model import Contact, PlanRow, Project
from deals.network.findings import NetworkFindings
from deals.network.relationship import cr_text
from deals.planning import WorkstreamGroup, row_lateness, row_numbers
from reports.drawings.fish_chart import STATE_SIGNS
from reports.drawings.gantt_chart import GanttDays
from reports.drawings.person_card import band_name, stance_text_of
from views.network.node_labels import approval_label, starred_name
from views.network.org_tree import make_outline, map_bosses
from views.network.placement import (
    Placement,
    group_contacts,
    list_placements,
    map_contacts_to_nodes,
    reading_order,
)
from wording import _
from wording.findings import (
    absent_mark,
    names_of,
    place_name,
    pull_text,
    unnamed_mark,
)
from wording.names import standing_name
from wording.record_names import workstream_title

_STEP = "  "


def list_tree_lines(project: Project) -> Iterator[str]:
    """Yield the people as they report, each set in under the superior."""
    groups = group_contacts(project)
    outline = make_outline(groups, map_bosses(groups, map_contacts_to_nodes(groups)))
    for org_node in outline:
        yield _STEP * len(org_node.more) + _person_words(org_node.group.head)


def _person_words(contact: Contact) -> str:
    place = filter(None, (starred_name(contact), contact.title, contact.department))
    signs = filter(None, (cr_text(contact.cr), stance_text_of(contact), approval_label(contact)))
    return "  ".join((_(", ").join(place), *signs))


def list_net_lines(project: Project, found: NetworkFindings) -> Iterator[str]:
    """Yield the people and the holes of the net by levels, from the top down."""
    for band, placements in reading_order(list_placements(group_contacts(project), found)):
        yield band_name(band)
        yield from (_STEP + _placement_words(placement) for placement in placements)


def _placement_words(placement: Placement) -> str:
    if placement.group is not None:
        return _person_words(placement.group.head)
    place = place_name(placement.hole) if placement.hole else ""
    if placement.absent:
        return _(": ").join((place, absent_mark()))
    sign = "" if placement.top else "! "
    return sign + _(": ").join((place, unnamed_mark()))


def list_chain_lines(project: Project, found: NetworkFindings) -> Iterator[str]:
    """Yield the people by what we lack of their pull, with the sum that it is."""
    names = names_of(project)
    for at, score in enumerate(found.pulls, 1):
        if score.person in names:
            gap = _("gap {gap}").format(gap=f"{score.gap:.1f}")
            pull = _("; ").join((pull_text(score, names), gap))
            yield _(": ").join((f"{at}. {names[score.person]}", pull))


def list_fish_lines(head: str, bones: Sequence[Bone]) -> Iterator[str]:
    """Yield the head, and each bone with the causes on it and how far their work is."""
    yield _("Head: {goal}").format(goal=head)
    for bone in bones:
        yield workstream_title(bone)
        for rib in bone.ribs:
            yield f"{_STEP * (1 + rib.depth)}{STATE_SIGNS[rib.state][0]} {rib.cause.text}"


def list_gantt_lines(groups: tuple[WorkstreamGroup, ...], days: GanttDays) -> Iterator[str]:
    """Yield the rows of the plan under their workstreams, with days, person and state."""
    numbers = row_numbers(groups)
    for at, group in enumerate(groups, 1):
        yield f"{at} {workstream_title(group)}"
        yield from (_STEP + _row_words(numbers[row.id], row, days) for row in group.rows)


def _row_words(number: str, row: PlanRow, days: GanttDays) -> str:
    span = " – ".join(f"{day}" for day in (row.start, row.end) if day)
    state = standing_name(row_lateness(row, days.today))
    return _("; ").join(filter(None, (f"{number} {row.content}", span, row.responsible, state)))
