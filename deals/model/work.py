"""What is done next on a project, or with one person."""

from __future__ import annotations

from datetime import date

from deals.model.base import Frozen


class NextAction(Frozen):
    """What is done next on a project, and on which day."""

    text: str
    on: date | None = None
