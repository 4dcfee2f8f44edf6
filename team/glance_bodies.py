"""Summaries as they go over the line: the body that an owner's client sends, and a project made of
one that was pulled.

A body has only what the server does not find in the document at once: the glance itself, tags, own
columns, silenced flags, tables, and which projects are deals of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from deals.glances import make_glance
from deals.model import Project
from deals.playbook import Playbook
from deals.rules.triage import find_severity
from team.paths import assemble, project_document, read_project
from team.server import PulledGlance

IN_BODY = ("glance", "snoozes", "tags", "apart", "sources", "own")
"""The fields of a summary that stand in its body."""
MOST_BYTES = 7_500
"""How large a body may be at most: the server takes 8 kB."""
LONGEST_FIGURE = 60
"""To how many letters texts in flags and competitors are cut where the body would be too large."""
GIVEN_UP = ("own", "sources", "apart", "tags", "snoozes")
"""What is left out of a body that is too large, in this order."""

Body = dict[str, Any]


def make_body(project: Project, playbook: Playbook, today: date) -> Body:
    """Return the body of a project's summary as of a day."""
    document = project_document(make_glance(project, playbook, today))
    body = {name: document[name] for name in IN_BODY if document.get(name)}
    if worst := find_severity(project, playbook, today):
        body["worst"] = worst  # what the server counts by, for sums of many
    left = list(GIVEN_UP)
    if count_bytes(body) > MOST_BYTES:
        body["glance"] = _cut_figures(body["glance"])
    while count_bytes(body) > MOST_BYTES and left:
        body.pop(left.pop(0), None)
    return body


def count_bytes(body: Body) -> int:
    """Count the bytes of a body as the server does."""
    return len(json.dumps(body, ensure_ascii=False).encode())


def _cut_figures(glance: Body) -> Body:
    flags = [
        {**flag, "figures": {key: _cut(value) for key, value in flag.get("figures", {}).items()}}
        for flag in glance.get("flags", ())
    ]
    names = {"rivals": [_cut(name) for name in glance.get("rivals", ())]}
    winner = {"winner": _cut(glance.get("winner", ""))}
    cut = {name: value for name, value in (names | winner).items() if value}
    return {**glance, "flags": flags, **cut}


def _cut(value: str | int) -> str | int:
    return value[:LONGEST_FIGURE] if isinstance(value, str) else value


def undated(body: Body) -> Body:
    """Return a body less what only the day makes another: unless there is more, it is not news.

    Days that a flag counts up to today are told as the day that they began.
    """
    glance = body["glance"]
    day = date.fromisoformat(glance["day"])
    flags = [
        {**flag, "figures": {**flag["figures"], "days": str(day - _days(flag))}}
        if flag["rule"] == "plan-late"
        else flag
        for flag in glance.get("flags", ())
    ]
    return {**body, "glance": {**glance, "day": "", "flags": flags}}


def _days(flag: Mapping[str, Any]) -> timedelta:
    return timedelta(days=int(flag["figures"]["days"]))


def read_glance(pulled: PulledGlance) -> Project:
    """Make the project of a summary; one that no client has told more of has no flags yet.

    ValidationError where a newer version wrote what does not read.
    """
    flat = {path: value for path, value in pulled["fields"].items() if value is not None}
    document = assemble(flat)
    body = pulled["body"] or {}
    day = datetime.fromisoformat(str(document.get("updated_at"))).date()
    sent = {name: body[name] for name in IN_BODY if name in body}
    moves = sorted(pulled["moves"] or (), key=lambda move: str(move.get("at", "")))
    return read_project(
        {
            "glance": {"day": day.isoformat()},
            **document,
            **sent,
            "id": pulled["id"],
            "history": moves,
        }
    )
