"""Where a cause came from and how its work stands, in words."""

from __future__ import annotations

from deals.checks import question_of
from deals.fishbone import Offer
from deals.model import Project
from deals.net.findings import Place
from deals.plan import RowStanding
from deals.playbook import Playbook
from screens.kit.spans import Tone
from screens.kit.wording import N_, _, language
from screens.kit.wording.findings import hole_text, names_of
from screens.kit.wording.market import source_words
from screens.kit.wording.names import level_name, line_name

STATES: dict[RowStanding, str] = {
    "open": N_("open"),
    "doing": N_("under way"),
    "done": N_("done"),
    "dropped": N_("dropped"),
    "late": N_("late"),
}
_TONES: dict[RowStanding, Tone] = {"late": "amber", "done": "good", "dropped": "dim"}
ANSWERS = {
    "yes": N_("yes"),
    "partly": N_("partly"),
    "no": N_("no"),
    "unknown": N_("unknown"),
}


def state_word(stands: RowStanding) -> str:
    """How a row of the plan stands."""
    return _(STATES[stands])


def state_tone(stands: RowStanding) -> Tone:
    """The tone of that."""
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
    asked = playbook.asked.get(question)
    said = asked.question.text.of(language()) if asked else question
    answer = next((one for one in project.answers if one.question == question), None)
    value = _(ANSWERS[answer.value if answer else "unknown"])
    shown = f" ({answer.evidence})" if answer and answer.evidence else ""
    return f"{said} {value}{shown}"


def offer_text(offer: Offer, project: Project, playbook: Playbook) -> str:
    """What a cause made of an offer says: the evidence, else the question; or the hole."""
    if offer.answer is not None:
        asked = playbook.asked.get(offer.answer.question)
        question = asked.question.text.of(language()) if asked else offer.answer.question
        return offer.answer.evidence or f"{_(ANSWERS[offer.answer.value])}: {question}"
    return _hole(offer.hole, project) if offer.hole is not None else offer.source


def _hole(place: Place, project: Project) -> str:
    return hole_text(place, names_of(project))
