"""What is thought out about a project, as JSON: its fishbone and its review."""

from __future__ import annotations

from typing import Any

from deals.fishbone import Rib, fishbone
from deals.lessons import FIELDS, PREFIX, answered
from deals.model import Project
from deals.playbook import Playbook
from screens.kit.wording import language


def fishbone_record(project: Project, playbook: Playbook) -> dict[str, Any]:
    """The head and every bone with its causes; `rows` are the ids of the plan's rows on a cause."""
    return {
        "head": project.head or project.name,
        "bones": [
            {
                "id": bone.id,
                "name": bone.title(language()),
                "own": bone.own,
                "causes": [_cause(one) for one in bone.ribs],
            }
            for bone in fishbone(project, playbook)
        ],
    }


def _cause(rib: Rib) -> dict[str, Any]:
    cause = rib.cause
    return {
        "id": cause.id,
        "text": cause.text,
        "parent": cause.parent,
        "source": cause.source or None,
        "rows": [one.id for one in rib.rows],
    }


def review_record(project: Project) -> dict[str, Any]:
    """Every field of the review, empty where nothing was written, and the answers by question."""
    review = project.review
    return {
        **{one: getattr(review, one) for one in FIELDS},
        "by": review.by,
        "on": review.on,
        "questions": {one.key.removeprefix(PREFIX): one.text for one in answered(project)},
    }
