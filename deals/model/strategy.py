"""Records of the thinking about a project: answers, market notes, SWOT, causes (method, 5 to 7)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from deals.model.base import Record, rare

Answered = Literal["yes", "partly", "no", "unknown"]
SwotKind = Literal["strength", "weakness", "opportunity", "threat"]
Standing = Literal["ahead", "even", "behind"]
CustomerKind = Literal["new", "old"]
MarketStance = Literal["attack", "defence", "blank"]
MarketType = Literal["evident", "defended", "latent", "gap", "potential", "attack"]
Tactic = Literal["assault", "position", "guerrilla", "cultivation"]


class FormerAnswer(Record):
    """What was answered before with evidence that does not show what is answered now."""

    value: Answered
    evidence: str
    by: str = rare("")
    on: date | None = rare(None)


class Answer(Record):
    """The answer to one strategy question of the playbook, with what shows it (method, section 6).

    `question` is the question's id, kept also when the playbook drops the question. `former` are
    the answers that it had with other evidence, the latest first.
    """

    question: str
    value: Answered = "unknown"
    evidence: str = rare("")
    former: tuple[FormerAnswer, ...] = rare(())
    owner: str = rare("")
    on: date | None = None
    by: str = rare("")


class Note(Record):
    """A text under a constant key.

    Such are a cell of the 4x4, a side of the triangle, a line of STP, a question of the review,
    the strategy of a section, a part of the outlook.
    """

    key: str
    text: str
    by: str = rare("")
    on: date | None = None


class SwotItem(Record):
    """One strength, weakness, opportunity or threat."""

    id: str
    kind: SwotKind
    text: str


class Strategy(Record):
    """A course of action that combines SWOT items; `uses` are their ids."""

    id: str
    text: str
    uses: tuple[str, ...] = rare(())


class Comparison(Record):
    """A competitor's standing against us in one dimension with this customer."""

    rival: str
    dimension: str
    mark: Standing | None = rare(None)
    note: str = rare("")


class Market(Record):
    """The project's place in our market, and how it is fought for (method, section 5)."""

    customer: CustomerKind | None = rare(None)
    stance: MarketStance | None = rare(None)
    kind: MarketType | None = rare(None)
    tactic: Tactic | None = rare(None)


class Cause(Record):
    """A cause or task on a bone of the fishbone (method, section 7).

    `bone` is the id of a workstream, or the name of one's own; `parent` the cause that this one
    lies behind, two deep at most; `source` says where it came from, as in `deals.sources`, empty
    for one typed.
    """

    id: str
    bone: str
    text: str
    parent: str | None = rare(None)
    source: str = rare("")


class Review(Record):
    """The review of a project that has ended: its result and its lessons (method, section 8)."""

    result: str = rare("")
    reasons: str = rare("")
    worked: str = rare("")
    failed: str = rare("")
    lessons: str = rare("")
    rival: str = rare("")
    rival_did: str = rare("")
    rival_why: str = rare("")
    by: str = rare("")
    on: date | None = None


US = ""
"""The name of the column that tells of ourselves."""


class MarketCell(Record):
    """A competitor in one dimension, as all projects know them: standing against us, and a note."""

    dimension: str
    mark: Standing | None = rare(None)
    note: str = rare("")
    by: str = rare("")
    on: date | None = None


class Competitor(Record):
    """A competitor by name, with what was learned of them in any project; `US` is ourselves."""

    name: str
    notes: tuple[MarketCell, ...] = rare(())


class Product(Record):
    """A product of ours in the portfolio.

    `share` is its market share relative to the strongest competitor's (1 is as large as theirs),
    `growth` how fast its market grows, in percent a year; None where nobody knows.
    """

    name: str
    share: float | None = rare(None)
    growth: float | None = rare(None)
    note: str = rare("")
