"""What a screen has to be copied; how that is done is loaded by who copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from screens.base.commands import lacks
from screens.base.screen import BaseScreen
from views.styled_text import TextLine
from wording import N_


@runtime_checkable
class CopySource(Protocol):
    """A screen that has something to copy."""

    def copied_lines(self, cells: int) -> Sequence[TextLine]:
        """Return what stands there, in lines of so many cells at most."""


@lacks(N_("nothing to copy here"))
def copy_source(screen: BaseScreen) -> CopySource | None:
    """Return the screen if it has something to copy."""
    return screen if isinstance(screen, CopySource) else None
