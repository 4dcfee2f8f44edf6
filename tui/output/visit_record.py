"""The page before a visit as JSON: what stands on it, by ids and names, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deals.model import Contact
from deals.playbook import Playbook
from deals.visit_facts import Commitment, MendedHole, RivalNews, VisitFacts
from tui.output.json import amount_record, signing_record
from views.visit_brief import hole_texts
from wording.findings import names_of
from wording.record_names import question_text


def visit_record(facts: VisitFacts, playbook: Playbook) -> dict[str, Any]:
    """Return the page of a project."""
    project = facts.project
    names, action = names_of(project), project.next_action
    touches = [
        {"on": f"{each.on}", "how": each.how, "note": each.note, **_people(each.contacts, names)}
        for each in facts.touches
    ]
    questions = [
        {"id": each.id, "question": question_text(playbook, each.id), "answer": each.value}
        for each in facts.questions
    ]
    step = {"on": _day(action.on), "what": action.text} if action else None
    return {
        "project": {"id": project.id, "name": project.name},
        "customer": project.customer,
        "owner": project.owner,
        "stage": project.stage,
        "amount": project.amount and amount_record(project.amount),
        "signing": project.signs and signing_record(project.signs),
        "tender": _day(project.tender),
        "next": step and {**step, **_people(facts.next_people, names)},
        "people": [_person(contact) for contact in project.contacts],
        "promised": [_promise(each, facts, names) for each in facts.commitments],
        "holes": [_hole(each, facts, playbook, names) for each in facts.holes],
        "questions": questions,
        "competitors": [_rival(each, names) for each in facts.rivals],
        "touches": touches,
    }


def _day(day: object) -> str | None:
    return f"{day}" if day else None


def _people(ids: Iterable[str], names: Mapping[str, str]) -> dict[str, Any]:
    return {"people": [names[id_] for id_ in ids if id_ in names]}


def _person(contact: Contact) -> dict[str, Any]:
    return {
        "name": contact.name,
        "title": contact.title,
        "level": contact.level,
        "outside": contact.outside,
        "lines": list(contact.lines),
        "cr": contact.cr,
        "stance": contact.stance,
        "competitor": contact.competitor,
        "covered_by": list(contact.covered_by),
    }


def _promise(each: Commitment, facts: VisitFacts, names: Mapping[str, str]) -> dict[str, Any]:
    own = {"kind": each.kind, "on": _day(each.on), "what": each.what, "by": each.by}
    return {**own, **_people(each.people, names), "overdue": each.is_late(facts.today)}


def _hole(
    hole: MendedHole, facts: VisitFacts, playbook: Playbook, names: Mapping[str, str]
) -> dict[str, Any]:
    reason, advice = hole_texts(facts, playbook, hole)
    best = hole.ways[0] if hole.ways else None
    steps = [best.helper, *(hop.target for hop in best.hops)] if best else []
    place = {"line": hole.place.line, "level": hole.place.level}
    own = {"reason": reason, "next": advice, "way": [names[id_] for id_ in steps]}
    return {**place, **_people(hole.place.people, names), **own}


def _rival(news: RivalNews, names: Mapping[str, str]) -> dict[str, Any]:
    last = news.last
    cell = {"on": _day(last.on), "dimension": last.dimension, "note": last.note} if last else None
    heard = news.heard
    touch = {"on": _day(heard.on), "note": heard.note} if heard else None
    held = _people(news.hold.people if news.hold else (), names)
    standing = {"standing": news.standing, "note": news.note or None}
    return {"name": news.name or None, **held, **standing, "last": cell, "heard": touch}
