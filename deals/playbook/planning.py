"""What the playbook says of planning: the fields of work and the templates of plans."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from deals.model import MarketType
from deals.playbook.texts import Text
from deals.playbook.thresholds import Days, StageId, Table

ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Offset = Annotated[str, Field(pattern=r"^(?:D(?:[+-][0-9]{1,3})?|\+[0-9]{1,3}d)$")]
Responsible = Literal["owner", "leader"]


class WorkField(Table):
    """A field of work: a bone of the fishbone and a group of the plan (method, section 7)."""

    id: ItemId
    name: Text


class TemplateCheck(Table):
    """A checkpoint of a template's row: what is looked at, and when, counted as the row is."""

    what: Text
    on: Offset | None = None


class TemplateRow(Table):
    """A row that a template puts on a plan.

    `start` counts from signing (`D-30`) or from the day it is applied (`+7d`), `days` is its
    length; `after` is the number of an earlier row of the template, from 1.
    """

    field: ItemId
    content: Text
    aim: Text | None = None
    start: Offset
    days: Days = 1
    responsible: Responsible = "owner"
    after: Annotated[int, Field(ge=1, le=99, strict=True)] | None = None
    checks: tuple[TemplateCheck, ...] = ()


class Template(Table):
    """A plan to begin with, for the work on a stage or for a type of market; its texts may name
    `{customer}` and `{decider}`. A stage that is not the team's is no mistake: it may have its own.
    """

    id: ItemId
    name: Text
    stage: StageId | None = None
    market: MarketType | None = None
    rows: tuple[TemplateRow, ...]


class ReviewQuestion(Table):
    """A question of the review of a project (method, section 8).

    The answer is kept in the project's notes under `review-` and the id, also when the question is
    dropped.
    """

    id: ItemId
    text: Text
