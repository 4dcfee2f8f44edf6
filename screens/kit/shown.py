"""When a screen paints: once its layout stands, and only while it is the one on top."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import events
from textual.geometry import Size

from screens.kit.host import Hosted


class Shown(Hosted):
    """A screen that is painted when there is room for it; subclasses give `paint`.

    Keys wait until it has been painted and has done all that it put off with `soon`: only then do
    they find what the keys before them have led to.
    """

    def __init__(self) -> None:
        super().__init__()
        self.painted = False
        self._painting = False
        self._due = set[object]()  # what was put off and not yet done
        self._laid_out: Size | None = None

    @property
    def size(self) -> Size:
        """The size that all of the screen is laid out for.

        The terminal may have another one already: it counts from `on_resize` on, so that whatever
        is asked for between two layouts fits the columns that stand.
        """
        if self._laid_out is None:
            self._laid_out = super().size
        return self._laid_out

    @property
    def is_active(self) -> bool:
        """Whether it is the one on top of an app that goes on.

        Once the app is being left, a screen that was just opened gets no widgets any more.
        """
        return super().is_active and not self.host.leaving

    def paint(self) -> None:
        """Shows what there is to show."""
        raise NotImplementedError

    def on_resize(self, event: events.Resize) -> None:
        """Lays everything out again for the new size."""
        self._laid_out = event.size
        if self.is_mounted and not self.host.leaving:
            self.paint()
            self.paint_typed()
            self._check_ready()

    def paint_typed(self) -> None:
        """Lays out anew what is being typed, which `paint` leaves as it stands."""

    def on_screen_resume(self) -> None:
        """Comes to the top: what it shows may have changed meanwhile."""
        self.paint_soon()

    def paint_soon(self) -> None:
        """Paints when what is laid out now stands: once, however often it is asked for until then,
        and not where the screen has left by then or another one is over it.
        """
        if not self._painting:
            self._painting = True
            self.soon(self._paint_now)

    def _paint_now(self) -> None:
        self._painting = False
        self.paint()

    def soon(self, act: Callable[..., object], *about: object) -> None:
        """Does something when what is laid out now stands, on the terms of `paint_soon`."""
        task = partial(act, *about)
        self._due.add(task)
        self.call_after_refresh(self._do_due, task)

    def _do_due(self, task: Callable[[], object]) -> None:
        if self.is_active:
            task()
        self._due.discard(task)
        self._check_ready()

    def await_paint(self) -> None:
        """Begins anew: what was put off when it was last on top may never have its turn."""
        self.painted = self._painting = False
        self._due.clear()

    def _check_ready(self) -> None:
        if self.painted and not self._due:
            self.host.screen_ready(self)

    def _on_timer_update(self) -> None:
        # With a layout and a repaint due Textual would write the whole screen twice.
        if self._layout_required and self._repaint_required:
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()
