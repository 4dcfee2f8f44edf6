"""What is said of records kept in lists: `visit: A: done` with ids of the playbook in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from deals.lessons import PREFIX
from deals.market import item_names
from deals.model import LEVELS, LINES, TOUCH_KINDS, US, Answer, FormerAnswer, Project, Standing
from deals.network.relationship import place_key
from deals.playbook import Playbook
from deals.playbook.model import MarketPage
from deals.project_notes import OUTLOOK, STRATEGY, strategy_key
from deals.sources import cell_of
from wording.language import N_, _, language
from wording.names import answer_name, level_name, line_name, standing_name, touch_name

_BETWEEN = ": "
NamedValues = Iterable[tuple[str, str]]


_WORDED = frozenset({"plan", "goals"})
"""The fields whose records are called by users' own words, which are never taken for an id."""


def listed_text(field: str, text: str, playbook: Playbook) -> str:
    """Return a text of `deals.merging.labels` with the ids in it as the playbook words them."""
    names = dict(_NAMES[field](playbook)) if field in _NAMES else {}
    *titles, last = text.split(_BETWEEN)
    if field not in _WORDED:
        titles = [names.get(title, title) for title in titles]
    elif not titles:
        return text
    return _BETWEEN.join((*titles, names.get(last, last)))


def _absent(_playbook: Playbook) -> NamedValues:
    for line in LINES:
        for level in LEVELS:
            words = _("{line}, {level}").format(line=line_name(line), level=level_name(level))
            yield place_key(level, line), words


def _answers(playbook: Playbook) -> NamedValues:
    yield from ((key, answer_name(key)) for key in ("yes", "partly", "no", "unknown"))
    for section in playbook.sections.values():
        yield from (
            (key, question.text.of(language())) for key, question in section.questions.items()
        )


def _rows(_playbook: Playbook) -> NamedValues:
    return ((key, standing_name(key)) for key in ("open", "doing", "done", "dropped"))


def _goals(_playbook: Playbook) -> NamedValues:
    yield "reached", _("reached")


def _touches(_playbook: Playbook) -> NamedValues:
    return ((how, touch_name(how)) for how in TOUCH_KINDS)


def _influences(_playbook: Playbook) -> NamedValues:
    yield "favour", _("in our favour")


def _team(_playbook: Playbook) -> NamedValues:
    return ((level, level_name(level)) for level in LEVELS)


def _notes(playbook: Playbook) -> NamedValues:
    page = playbook.market
    for question in playbook.review:
        yield f"{PREFIX}{question.id}", question.text.of(language())
    for side, asked in page.customer.items():
        for key, text in asked.questions.items():
            yield f"customer.{side}.{key}", text.of(language())
    for section in playbook.sections:
        yield strategy_key(section), note_title(playbook, strategy_key(section))
    yield from ((OUTLOOK + part, _(label)) for part, label in OUTLOOK_NAMES.items())
    for group, lines in (("triangle", page.triangle), ("stp", page.stp)):
        yield from ((f"{group}.{key}", text.of(language())) for key, text in lines.items())


def _rivals(playbook: Playbook) -> NamedValues:
    yield from (("ahead", "+"), ("even", "="), ("behind", "-"))
    for key, name in playbook.market.dimensions.items():
        yield key, name.of(language())


def _market(playbook: Playbook) -> NamedValues:
    page = playbook.market
    for choices in (page.customers, page.stances, page.kinds, page.tactics):
        yield from ((key, choice.name.of(language())) for key, choice in choices.items())


_NAMES: Mapping[str, Callable[[Playbook], NamedValues]] = {
    "absent": _absent,
    "answers": _answers,
    "comparisons": _rivals,
    "competitors": _rivals,
    "goals": _goals,
    "influences": _influences,
    "market": _market,
    "notes": _notes,
    "plan": _rows,
    "team": _team,
    "touches": _touches,
}
"""What the ids are called that may stand in a field's texts."""


class Titled(Protocol):
    """A workstream, as a bone of the fish or as a group of the plan."""

    def title(self, lang: str) -> str:
        """Return its name in a language; empty for what stands in no field."""


def workstream_title(field: Titled) -> str:
    """Return what a workstream is called in the user's language."""
    return field.title(language()) or _("Other work")


_THEIRS: Mapping[Standing, str] = {
    "ahead": N_("they are ahead of us"),
    "even": N_("they are even with us"),
    "behind": N_("they are behind us"),
}
_OURS: Mapping[Standing, str] = {
    "ahead": N_("we are ahead"),
    "even": N_("we are even"),
    "behind": N_("we are behind"),
}


def standing_text(mark: Standing | None, rival: str) -> str:
    """Return where a competitor, or we, stand; empty without a mark."""
    if mark is None:
        return ""
    return _((_OURS if rival == US else _THEIRS)[mark])


def balance_text(points: int) -> str:
    """Return what the marks of a competitor, or of us, add up to, seen from our side."""
    mark: Standing = "ahead" if points > 0 else "behind" if points < 0 else "even"
    figure = f"{points:+d}" if points else "0"
    return _("{balance}, {standing}").format(balance=figure, standing=_(_OURS[mark]))


def dimension_name(page: MarketPage, dimension: str) -> str:
    """Return what a dimension of the comparison is called."""
    label = page.dimensions.get(dimension)
    return label.of(language()) if label else dimension


def cell_name(page: MarketPage, dimension: str, rival: str) -> str:
    """Return what a cell of the comparison is about: a competitor, or us, in a dimension."""
    name = dimension_name(page, dimension)
    return _("{rival}, {dimension}").format(rival=rival or _("us"), dimension=name)


def note_name(page: MarketPage, key: str) -> str:
    """Return what a note is about; its key where the playbook no longer asks it."""
    group, _dot, rest = key.partition(".")
    side, _dot, question = rest.partition(".")
    asked = page.customer[side].questions if side in page.customer else {}
    lists = {"triangle": page.triangle.get(rest), "stp": page.stp.get(rest)}
    label = asked.get(question) if group == "customer" else lists.get(group)
    return label.of(language()) if label else key


OUTLOOK_NAMES = {
    "project": N_("Future of the project"),
    "customer": N_("Future of the customer"),
    "market": N_("Future of the market"),
    "resources": N_("Resources asked for"),
    "policy": N_("Policy asked for"),
}
"""What the parts of the outlook are called."""


def note_title(playbook: Playbook, key: str) -> str:
    """Return what a note of a project is about; its key where the playbook no longer asks it."""
    if key.startswith(STRATEGY):
        section = playbook.sections.get(key.removeprefix(STRATEGY))
        name = section.name.of(language()) if section else key.removeprefix(STRATEGY)
        return _("strategy of {section}").format(section=name)
    if key.startswith(OUTLOOK):
        label = OUTLOOK_NAMES.get(key.removeprefix(OUTLOOK))
        return _(label) if label else key
    return note_name(playbook.market, key)


def source_words(source: str, project: Project, playbook: Playbook) -> str:
    """Return a source of the market in words, also where the item is gone.

    Empty for any other source.
    """
    kind, _colon, key = source.partition(":")
    page = playbook.market
    cell = cell_of(source)
    if cell is not None:
        return _("comparison: {cell}").format(cell=cell_name(page, *cell))
    if kind == "note":
        return _("market: {question}").format(question=note_title(playbook, key))
    if kind == "swot":
        names = item_names(project)
        text = next((item.text for item in project.swot if item.id == key), None)
        return _("a deleted SWOT item") if text is None else f"{names[key]} {text}"
    if kind == "strategy":
        text = next((strategy.text for strategy in project.strategies if strategy.id == key), None)
        gone = _("a deleted strategy")
        return gone if text is None else _("strategy: {text}").format(text=text)
    return ""


def question_text(playbook: Playbook, question: str) -> str:
    """Return a question's words, also where it is asked no more.

    Its id where the playbook lost them.
    """
    for section in playbook.sections.values():
        if question in section.questions:
            return section.questions[question].text.of(language())
    return question


def answer_text(question: str, value: str, playbook: Playbook) -> str:
    """Return a question and what was answered."""
    return f"{question_text(playbook, question)} {answer_name(value)}"


def former_text(former: FormerAnswer) -> str:
    """Return what was answered before, and what showed it."""
    return _("formerly {answer}: {evidence}").format(
        answer=answer_name(former.value), evidence=former.evidence
    )


def weakness_text(answer: Answer, playbook: Playbook) -> str:
    """Return what a weak answer says as a cause: why it is so, never what speaks for us.

    The evidence of a no says that; that of any other answer stands behind the question and the
    answer, for it may be good news.
    """
    asked = answer_text(answer.question, answer.value, playbook)
    if answer.value == "no":
        return answer.evidence or asked
    return asked + _(": ") + answer.evidence if answer.evidence else asked


def ref_text(project: Project, ref: str, playbook: Playbook) -> str:
    """Return what an item of `deals.thread` says; its key where nothing is known of it.

    That is the user's words, the question, the hole or what the market knows.
    """
    kind, _colon, key = ref.partition(":")
    if kind == "answer":
        return question_text(playbook, key)
    if kind == "hole":
        level, _colon, line = key.partition(":")
        place = _("{line}, {level}").format(line=line_name(line), level=level_name(level))
        return _("hole in the net: {place}").format(place=place)
    own = next((text for item_id, text in _own(project, kind) if item_id == key), "")
    return own or source_words(ref, project, playbook) or key


def _own(project: Project, kind: str) -> Iterator[tuple[str, str]]:
    match kind:
        case "cause":
            yield from ((cause.id, cause.text) for cause in project.causes)
        case "goal":
            yield from ((goal.id, goal.text) for goal in project.goals)
        case "row":
            yield from ((row.id, row.content) for row in project.plan)
        case "checkpoint":
            for row in project.plan:
                yield from (
                    (f"{row.id}:{checkpoint.id}", checkpoint.what) for checkpoint in row.checkpoints
                )
