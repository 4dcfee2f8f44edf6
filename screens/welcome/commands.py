"""The commands of the first start: its offers, and choosing one."""

from __future__ import annotations

from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.welcome.screen import WelcomeScreen
from views.glyphs import ASCII, BOX
from wording import N_

WELCOME: Commands[WelcomeScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS.without("method"))


@lacks(N_("settled already; netloft doctor asks again"))
def asks_glyphs(screen: WelcomeScreen) -> bool:
    """Return whether it is open which alphabet the terminal draws well."""
    return screen.asks_glyphs


@WELCOME.command("sample", "s", "1", label=N_("sample"), footer=True, changes=True)
def take_sample(screen: WelcomeScreen) -> None:
    """Explore 33 sample projects; `: remove-samples` removes them."""
    screen.take_sample()


@WELCOME.command("import", "i", "2", label=N_("import"), footer=True, changes=True)
def import_table(screen: WelcomeScreen) -> None:
    """Import a spreadsheet: .xlsx, .csv, .tsv, or a Netloft export."""
    screen.take_table()


@WELCOME.command("empty", "b", "3", label=N_("empty"), footer=True)
def start_empty(screen: WelcomeScreen) -> None:
    """Start with an empty pipeline and add projects by hand."""
    screen.open_pipeline()


@WELCOME.command("method", "m", "4", label=N_("method"), footer=True)
def open_method(screen: WelcomeScreen) -> None:
    """Read the selling method in one screen; `m` in help opens it."""
    screen.host.open_screen("method")


@WELCOME.command("choose", "enter", label=N_("choose"))
def choose_offer(screen: WelcomeScreen) -> None:
    """Choose the highlighted item."""
    current = screen.selection.current
    if current is not None:
        screen.action_command(current)


@WELCOME.command("alike", "y", "f2", label=N_("yes"), when=asks_glyphs, footer=True)
def take_box(screen: WelcomeScreen) -> None:
    """The two lines end alike: box drawing looks right here."""
    screen.settle_glyphs(BOX)


@WELCOME.command("apart", "n", "f3", label=N_("no"), when=asks_glyphs, footer=True)
def take_ascii(screen: WelcomeScreen) -> None:
    """The two lines end apart: draw with ASCII."""
    screen.settle_glyphs(ASCII)
