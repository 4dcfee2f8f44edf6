"""The items of the red thread in words."""

from __future__ import annotations

from collections.abc import Iterator

from deals.model import Project
from deals.playbook import Playbook

from .market import source_words
from .names import answer_name, level_name, line_name
from .speech import _, language


def question_text(playbook: Playbook, question: str) -> str:
    """A question's words, also where it is asked no more; its id where the playbook lost them."""
    for section in playbook.sections.values():
        if question in section.questions:
            return section.questions[question].text.of(language())
    return question


def answer_text(question: str, value: str, playbook: Playbook) -> str:
    """A question and what was answered."""
    return f"{question_text(playbook, question)} {answer_name(value)}"


def ref_text(project: Project, ref: str, playbook: Playbook) -> str:
    """What an item (`deals.thread`) says: the user's words, the question, the hole or what the
    market knows; else its key.
    """
    kind, _colon, key = ref.partition(":")
    if kind == "answer":
        return question_text(playbook, key)
    if kind == "hole":
        level, _colon, strand = key.partition(":")
        place = _("{line}, {level}").format(line=line_name(strand), level=level_name(level))
        return _("hole in the net: {place}").format(place=place)
    own = next((text for one, text in _own(project, kind) if one == key), "")
    return own or source_words(ref, project, playbook) or key


def _own(project: Project, kind: str) -> Iterator[tuple[str, str]]:
    match kind:
        case "cause":
            yield from ((one.id, one.text) for one in project.causes)
        case "goal":
            yield from ((one.id, one.text) for one in project.goals)
        case "row":
            yield from ((one.id, one.content) for one in project.plan)
        case "checkpoint":
            for row in project.plan:
                yield from ((f"{row.id}:{one.id}", one.what) for one in row.checkpoints)
