"""What is said of records kept in lists: `visit: A: done` with ids of the playbook in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from deals.lessons import PREFIX
from deals.model import LEVELS, TOUCH_KINDS
from deals.playbook import Playbook

from .names import answer_name, level_name, touch_name
from .planning import standing_name
from .speech import _, language

_BETWEEN = ": "
Named = Iterable[tuple[str, str]]


_WORDED = frozenset({"plan", "goals"})
"""The fields whose records are called by users' own words, which are never taken for an id."""


def listed_text(field: str, text: str, playbook: Playbook) -> str:
    """A text of `deals.merge.words`, whose parts may be the ids of what the playbook words."""
    names = dict(_NAMES[field](playbook)) if field in _NAMES else {}
    *titles, last = text.split(_BETWEEN)
    if field not in _WORDED:
        titles = [names.get(one, one) for one in titles]
    elif not titles:
        return text
    return _BETWEEN.join((*titles, names.get(last, last)))


def _answers(playbook: Playbook) -> Named:
    yield from ((key, answer_name(key)) for key in ("yes", "partly", "no", "unknown"))
    for section in playbook.sections.values():
        yield from ((key, one.text.of(language())) for key, one in section.questions.items())


def _rows(_playbook: Playbook) -> Named:
    return ((key, standing_name(key)) for key in ("open", "doing", "done", "dropped"))


def _goals(_playbook: Playbook) -> Named:
    yield "reached", _("reached")


def _touches(_playbook: Playbook) -> Named:
    return ((how, touch_name(how)) for how in TOUCH_KINDS)


def _influences(_playbook: Playbook) -> Named:
    yield "favour", _("in our favour")


def _team(_playbook: Playbook) -> Named:
    return ((level, level_name(level)) for level in LEVELS)


def _notes(playbook: Playbook) -> Named:
    page = playbook.market
    for question in playbook.review:
        yield f"{PREFIX}{question.id}", question.text.of(language())
    for side, asked in page.customer.items():
        for key, text in asked.questions.items():
            yield f"customer.{side}.{key}", text.of(language())
    for group, lines in (("triangle", page.triangle), ("stp", page.stp)):
        yield from ((f"{group}.{key}", text.of(language())) for key, text in lines.items())


def _rivals(playbook: Playbook) -> Named:
    yield from (("ahead", "+"), ("even", "="), ("behind", "-"))
    for key, name in playbook.market.dimensions.items():
        yield key, name.of(language())


def _market(playbook: Playbook) -> Named:
    page = playbook.market
    for choices in (page.customers, page.stances, page.kinds, page.tactics):
        yield from ((key, one.name.of(language())) for key, one in choices.items())


_NAMES: Mapping[str, Callable[[Playbook], Named]] = {
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
