"""What the playbook says of planning: the fields of work, which are the bones of the fishbone."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deals.playbook.texts import Text
from deals.playbook.thresholds import Table

ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class WorkField(Table):
    """A field of work: a bone of the fishbone and a group of the plan (method, section 7)."""

    id: ItemId
    name: Text


class ReviewQuestion(Table):
    """A question of the review of a project (method, section 8).

    The answer is kept in the project's notes under `review-` and the id, also when the question is
    dropped.
    """

    id: ItemId
    text: Text
