"""Choosing a theme: everything is painted in each one as it is gone over, until one is kept."""

from __future__ import annotations

from screens.base.prompts import LinePrompt
from screens.base.screen import BaseScreen
from screens.base.themes import AUTO, THEME_NAMES
from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, line
from wording import _

NAMES = (AUTO, *THEME_NAMES)
NEAR = 2


def find_theme(text: str) -> str | None:
    """Find the theme of that name, or the only one whose name begins so."""
    word = text.strip().casefold()
    begun = [name for name in NAMES if word and name.startswith(word)]
    return word if word in NAMES else begun[0] if len(begun) == 1 else None


class ThemeChoice:
    """Asks for a theme; Up and Down go over them, Esc brings the former one back."""

    def __init__(self, screen: BaseScreen) -> None:
        self.screen, self.host = screen, screen.host
        self.former = self.host.look.theme

    def ask(self) -> None:
        """Open the line."""
        self.screen.ask(
            *(_("theme"), self.former, self.accept),
            echo=self.show,
            cancel=lambda: self.host.show_theme(self.former),
            on_arrow=self.step,
            select_all=True,
            place=None,
        )

    def show(self, text: str) -> TextLine:
        """Paint the theme that is named, else the former one, and return its neighbours."""
        name = find_theme(text)
        shown = name or self.former
        if shown != self.host.look.theme:
            self.host.show_theme(shown)
        return list_near(name) if name else list_fitting(text)

    def step(self, by: int) -> None:
        """Go to the next theme, or the one before."""
        if isinstance(self.screen.key_handler, LinePrompt):
            at = NAMES.index(self.host.look.theme) + by
            self.screen.key_handler.fill(NAMES[at % len(NAMES)])

    def accept(self, text: str) -> bool:
        """Keep the theme for good, or say why not."""
        name = find_theme(text)
        if name is None:
            reason = _('there is no theme "{text}"; Up and Down go over all of them')
            self.screen.refuse(reason.format(text=text))
            return False
        if refused := self.host.settle_theme(name):
            self.screen.refuse(refused)
            return False
        self.screen.tell(_('from now on theme = "{name}", in config.toml').format(name=name))
        return True


def list_near(shown: str) -> TextLine:
    """Return a theme among its neighbours, our own first, and a sign where there are more."""
    start = max(0, min(NAMES.index(shown) - NEAR, len(NAMES) - 2 * NEAR - 1))
    near, cut = NAMES[start : start + 2 * NEAR + 1], glyphs().cut
    names = [StyledText(f" {name} ", "key" if name == shown else "dim") for name in near]
    before = cut if start else ""
    behind = cut if start + len(near) < len(NAMES) else ""
    return line(StyledText(before, "dim"), *names, StyledText(behind, "dim"))


def list_fitting(text: str) -> TextLine:
    """Return the themes that have the text in their names."""
    fitting = [name for name in NAMES if text.strip().casefold() in name]
    shown = fitting[: 2 * NEAR + 1]
    more = [glyphs().cut] if len(fitting) > len(shown) else []
    return line(StyledText(" " + "  ".join([*shown, *more]), "dim"))
