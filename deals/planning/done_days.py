"""The days on which tasks and checkpoints were done (method, section 7)."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from deals.model import Checkpoint, PlanRow

Work = TypeVar("Work", PlanRow, Checkpoint)


def date_work(work: Work, before: Work, today: date) -> Work:
    """Return work as it is now with the day on which it was done, which goes with its state.

    That is today where it was open `before`; done before as well it keeps the day that is known.
    """
    if not _is_done(work):
        return work.model_copy(update={"done_on": None})
    return work if _is_done(before) else work.model_copy(update={"done_on": today})


def _is_done(work: PlanRow | Checkpoint) -> bool:
    return work.done if isinstance(work, Checkpoint) else work.state == "done"
