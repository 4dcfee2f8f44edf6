"""The strategy questions of a playbook, in sections (method, section 6)."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from deals.playbook.texts import Text
from deals.playbook.thresholds import StageId, Table


class Question(Table):
    """One question; `due` is the stage by whose completion it is to be settled.

    `hint` says what to do about a weak answer. A question that is not `asked` was dropped by a
    team's playbook: what was answered to it stays.
    """

    due: StageId
    text: Text
    hint: Text | None = None
    asked: Annotated[bool, Field(strict=True)] = True


class Section(Table):
    """A list of questions on one theme, by their ids; `bone` is the field of work it belongs to."""

    name: Text
    bone: Annotated[str, Field(min_length=1)]
    questions: dict[str, Question] = Field(default_factory=dict)


class Asked(NamedTuple):
    """A question that is asked: where it stands, and the place of its `due` among the stages."""

    id: str
    section: str
    question: Question
    due: str
    at: int
