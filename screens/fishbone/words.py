"""Where a cause came from and how its work stands, in words."""

from __future__ import annotations

from deals.checks import question_of
from deals.fishbone import Offer, hole_source
from deals.model import Cause, Project
from deals.net import analyse, mends
from deals.net.findings import Place
from deals.plan import RowStanding
from deals.playbook import Playbook
from screens.kit.spans import Tone
from screens.kit.wording import _, language
from screens.kit.wording.findings import ask_text, hole_text, names_of, reach_text
from screens.kit.wording.market import source_words
from screens.kit.wording.names import level_name, line_name
from screens.kit.wording.thread import answer_text

_TONES: dict[RowStanding, Tone] = {"late": "amber", "done": "good", "dropped": "dim"}


def state_tone(stands: RowStanding) -> Tone:
    """The tone of how a row of the plan stands."""
    return _TONES.get(stands, "")


def source_text(source: str, project: Project, playbook: Playbook) -> str:
    """The answer, hole or market item that a cause came from; nothing for one typed."""
    question = question_of(source)
    if question is not None:
        return _answer_text(question, project, playbook)
    if source.startswith("hole:"):
        level, _colon, strand = source.removeprefix("hole:").partition(":")
        place = _("{line}, {level}").format(line=line_name(strand), level=level_name(level))
        return _("hole in the net: {place}").format(place=place)
    return source_words(source, project, playbook) or source


def _answer_text(question: str, project: Project, playbook: Playbook) -> str:
    answer = next((one for one in project.answers if one.question == question), None)
    shown = f" ({answer.evidence})" if answer and answer.evidence else ""
    value = answer.value if answer else "unknown"
    return answer_text(question, value, playbook) + shown


def offer_text(offer: Offer, project: Project, playbook: Playbook) -> str:
    """What a cause made of an offer says: the evidence, else the question; or the hole."""
    if offer.answer is not None:
        said = answer_text(offer.answer.question, offer.answer.value, playbook)
        return offer.answer.evidence or said
    return _hole(offer.hole, project) if offer.hole is not None else offer.source


def _hole(place: Place, project: Project) -> str:
    return hole_text(place, names_of(project))


def what_to_do(cause: Cause, project: Project, playbook: Playbook) -> str:
    """What to do about a weak answer, where the playbook says, or about a hole of the net; else
    the cause's own words.
    """
    asked = playbook.asked.get(question_of(cause.source) or "")
    if asked and asked.question.hint:
        return asked.question.hint.of(language())
    if cause.source.startswith("hole:"):
        return _mending(cause.source, project, playbook) or cause.text
    return cause.text


def _mending(source: str, project: Project, playbook: Playbook) -> str:
    found = analyse(project, playbook)
    hole = next((one for one in found.holes if hole_source(one) == source), None)
    if hole is None:
        return ""
    ways, names = mends(project, found, playbook, hole), names_of(project)
    return ask_text(ways[0], names, project.stage, playbook) if ways else reach_text(hole, names)
