"""Rows of the pipeline edited: which field of several, and what was typed into one that is gone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from screens.kit.deeds import counted
from screens.kit.takers import TextEntry
from screens.kit.wording import _
from screens.kit.wording.names import field_name

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


def edit_any(screen: PipelineScreen) -> None:
    """Edits the row from its name on; of several rows, asks first which field."""
    count = len(screen.selection.targets)
    if count == 1:
        screen.edit_row("name")
        return
    keys = {"owner": "o", "customer": "c", "stage": "s", "amount": "m", "signs": "w"}
    keys |= {"next": "n", "product": "p", "status": "t"}
    options = [(key, field_name(one), partial(screen.edit_row, one)) for one, key in keys.items()]
    screen.choose(counted(_("edit"), count), options)


def lose_edit(screen: PipelineScreen) -> None:
    """Takes what is typed into a project that somebody has deleted to the foot, to be let go of.

    Were the line closed, the keys that are on their way would act on another project.
    """
    entry = screen.taker if isinstance(screen.taker, TextEntry) else None
    text, place = (entry.edit.text, entry.place) if entry is not None else ("", None)
    told = _("somebody has deleted this project; Esc lets go of what was typed")

    def refused(_typed: str) -> bool:
        screen.refuse(told)
        return False

    screen.rows.forget_edit()
    screen.ask(_("not written"), text, refused, place=place)
    screen.refuse(told)
