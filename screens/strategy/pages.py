"""What the strategy room lists: sections as pages, each with the questions that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from deals.checks import Check, Checklist
from deals.model import Answer
from screens.kit.wording import N_, _, language

Look = Literal["all", "due", "weak"]
LOOKS: Mapping[Look, str] = {"all": N_("all"), "due": N_("only due"), "weak": N_("only weak")}
DROPPED = "-dropped"

_SEEN: Mapping[Look, Callable[[Check], bool]] = {
    "all": lambda one: True,
    "due": lambda one: one.pending,
    "weak": lambda one: one.weak,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A section: its figures, and the ids of the questions that are looked at.

    The last page holds answers to questions that the playbook no longer asks, where there are any;
    it has no figures.
    """

    id: str
    title: str
    ids: tuple[str, ...]
    score: float | None = None
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages, and what their questions are."""

    every: tuple[Page, ...]
    checks: Mapping[str, Check]
    dropped: Mapping[str, Answer]

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Every question looked at behind the id of its page."""
        return tuple((page.id, one) for page in self.every for one in page.ids)

    def page(self, page_id: str) -> Page:
        """The page of that id; where it shows nothing, the first that shows something."""
        filled = [one for one in self.every if one.ids] or self.every
        return next((one for one in filled if one.id == page_id), filled[0])

    def beside(self, page_id: str, step: int) -> Page:
        """The page `step` on among those that show something, round and round."""
        filled = [one for one in self.every if one.ids] or [*self.every]
        here = self.page(page_id)
        return filled[(filled.index(here) + step) % len(filled)]

    def after(self, page_id: str, question: str) -> tuple[str, str]:
        """Where the hand goes from a question: the next that is asked, be it on the next page."""
        order = [one for one in self.order if one[0] != DROPPED]
        at = order.index((page_id, question)) + 1
        return order[at] if at < len(order) else (page_id, question)


def pages(found: Checklist, look: Look) -> Pages:
    """The pages of a checklist as they are looked at."""
    seen = _SEEN[look]
    every = [
        Page(
            part.id,
            part.section.name.of(language()),
            tuple(one.id for one in part.checks if seen(one)),
            part.score,
            part.unknown,
        )
        for part in found.parts
    ]
    dropped = {one.question: one for one in found.dropped if look == "all"}
    if dropped or not every:
        every.append(Page(DROPPED, _("no longer asked"), tuple(dropped)))
    return Pages(tuple(every), {one.id: one for one in found.checks}, dropped)
