"""All findings about a project's people, worked out together and remembered."""

from __future__ import annotations

from typing import NamedTuple

from deals.model import Contact, Influence, Member, Project
from deals.network.approval import (
    competitor_holds,
    judge_places,
    line_states,
    list_absent_places,
    list_open_tops,
    single_points,
    unheld_places,
    unmatched_contacts,
)
from deals.network.findings import (
    NetworkFindings,
)
from deals.network.influence import influence_scores
from deals.network.places import close_to_us, lines_unsure, off_line_contacts, unplaced_contacts
from deals.network.relationship import insiders
from deals.playbook import Playbook


def analyse(project: Project, playbook: Playbook) -> NetworkFindings:
    """Work out all findings about a project's people (method, section 3)."""
    people = insiders(project)
    found = judge_places(people, playbook.net, project.absent)
    tops = list_open_tops(people, project.absent, playbook.net)
    unended = lines_unsure(people) | {top.line for top in tops}
    ranked = influence_scores(project, playbook.net)
    return NetworkFindings(
        places=found,
        holes=unheld_places(found),
        lines=line_states(found, unended),
        singles=single_points(people, found, playbook.net, unended),
        pulls=ranked,
        rivals=competitor_holds(project.contacts, found),
        unmatched=unmatched_contacts(people, project.team),
        by_person={score.person: score for score in ranked},
        absent=list_absent_places(people, project.absent, playbook.net),
        unplaced=tuple(contact.id for contact in unplaced_contacts(people)),
        off_line=tuple(contact.id for contact in off_line_contacts(people)),
        tops=tops,
        close=tuple(contact.id for contact in close_to_us(people, playbook.net)),
    )


class _AnalysisInput(NamedTuple):
    """All that an analysis depends on."""

    playbook: Playbook
    contacts: tuple[Contact, ...]
    influences: tuple[Influence, ...]
    team: tuple[Member, ...]
    absent: tuple[str, ...]

    def same(self, other: _AnalysisInput) -> bool:
        """Whether these are the very same objects."""
        return all(mine is theirs for mine, theirs in zip(self, other, strict=True))


class AnalysisCache:
    """A memory of findings, so that a key that changes nothing about the people costs no analysis.

    Made for one session: people count as unchanged while they are the same objects, whatever else
    of their project was edited.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[_AnalysisInput, NetworkFindings]] = {}

    def of(self, project: Project, playbook: Playbook) -> NetworkFindings:
        """Return the findings of a project, worked out only if they are not known yet."""
        basis = _AnalysisInput(
            playbook, project.contacts, project.influences, project.team, project.absent
        )
        known = self._known.get(project.id)
        if known is not None and known[0].same(basis):
            return known[1]
        findings = analyse(project, playbook)
        self._known[project.id] = (basis, findings)
        return findings
