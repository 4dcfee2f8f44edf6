"""A project's people and what the net over them tells, as JSON: keys may be added, none changed.

People are named by contact id. What is not known is null.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from deals.model import Contact, Project
from deals.net import Findings, mends
from deals.playbook import Playbook


def people_record(project: Project, findings: Findings, playbook: Playbook) -> dict[str, Any]:
    """Everybody with all that is known of them, who sways whom, our team, and the findings."""
    return {
        "id": project.id,
        "name": project.name,
        "customer": project.customer,
        "people": [_person(one) for one in project.contacts],
        "influences": [one.model_dump() for one in project.influences],
        "team": [one.model_dump() for one in project.team],
        "findings": _findings(project, findings, playbook),
    }


def _person(contact: Contact) -> dict[str, Any]:
    """Every field of ours, not what others added to the record."""
    return contact.model_dump(include=set(Contact.model_fields))


def _findings(project: Project, findings: Findings, playbook: Playbook) -> dict[str, Any]:
    """All that was found, and to each hole the ways to mend it, the best first."""
    said = asdict(findings)
    del said["by_person"]
    ways = [
        {
            "place": asdict(hole),
            "ways": [asdict(one) for one in mends(project, findings, playbook, hole)],
        }
        for hole in findings.holes
    ]
    return {"held": findings.held, **said, "mends": ways}
