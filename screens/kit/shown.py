"""When a screen paints: once its layout stands, and only while it is the one on top."""

from __future__ import annotations

from collections.abc import Callable

from screens.kit.host import Hosted


class Shown(Hosted):
    """A screen that is painted when there is room for it; subclasses give `paint`.

    `painted` says whether it has been, so that keys know whether there is anything to act on.
    """

    def __init__(self) -> None:
        super().__init__()
        self.painted = False
        self._painting = False

    def paint(self) -> None:
        """Shows what there is to show."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Lays everything out again for the new size."""
        if self.is_mounted:
            self.paint()

    def paint_soon(self) -> None:
        """Paints when what is laid out now stands: once, however often it is asked for until then,
        and not where the screen has left by then or another one is over it.
        """
        if not self._painting:
            self._painting = True
            self.call_after_refresh(self._paint_now)

    def _paint_now(self) -> None:
        self._painting = False
        self._if_shown(self.paint)

    def soon(self, act: Callable[..., object], *about: object) -> None:
        """Does something when what is laid out now stands, on the terms of `paint_soon`."""
        self.call_after_refresh(self._if_shown, act, *about)

    def _if_shown(self, act: Callable[..., object], *about: object) -> None:
        if self.is_active:
            act(*about)

    def _on_timer_update(self) -> None:
        # With a layout and a repaint due Textual would write the whole screen twice.
        if self._layout_required and self._repaint_required:
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()
