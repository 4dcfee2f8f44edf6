"""Bar for work that takes longer than a moment, on the error stream of a terminal alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic
from types import TracebackType
from typing import Self

import click

PATIENCE = 1.0  # seconds


class Progress:
    """The bar of one call, drawn once work has taken longer than `PATIENCE`; a context manager.

    Called with the file, how much of it is done and how much there is; what is done may begin anew
    for another file or another round over the same one.
    """

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.due = monotonic() + PATIENCE
        self.work = ("", 0)
        self.done = 0
        self.advance: Callable[[int], None] = lambda _steps: None
        self.bar = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bar.close()

    def __call__(self, file: str, done: int, total: int) -> None:
        """Take note that `done` of `total` are done of `file`."""
        if not self.shown or monotonic() < self.due:
            return
        if self.work != (file, total) or done < self.done:
            self._begin(file, total)
        self.advance(done - self.done)
        self.done = done

    def _begin(self, file: str, total: int) -> None:
        self.bar.close()
        bar = click.progressbar(length=total, label=file, file=sys.stderr)
        self.advance = self.bar.enter_context(bar).update
        self.work, self.done = (file, total), 0
