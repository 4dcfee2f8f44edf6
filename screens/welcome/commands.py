"""The commands of the first start: its offers, and choosing one."""

from __future__ import annotations

from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.welcome.actions import (
    field_beside,
    go_to_field,
    open_pipeline,
    take_table,
    turn_language,
)
from screens.welcome.actions import take_sample as put_sample
from screens.welcome.screen import WelcomeScreen
from views.glyphs import ASCII, BOX
from wording import N_

WELCOME: Commands[WelcomeScreen] = Commands(
    ROW_COMMANDS, SCREEN_COMMANDS.without("method", "welcome")
)


@lacks(N_("settled already; netloft doctor asks again"))
def asks_glyphs(screen: WelcomeScreen) -> bool:
    """Return whether it is open which alphabet the terminal draws well."""
    return screen.asks_glyphs


@WELCOME.command("choose", "enter", label=N_("choose"), footer=True)
def choose_offer(screen: WelcomeScreen) -> None:
    """Choose the highlighted item."""
    current = screen.selection.current
    if current is not None:
        screen.action_command(current)


@WELCOME.command("field", "tab", label=N_("field"), footer=True, purpose="program")
def go_on_to_field(screen: WelcomeScreen) -> None:
    """Go to the language, the name, the currency; type what it is, Tab goes on."""
    go_to_field(screen, field_beside(None, 1))


@WELCOME.command("field-before", "shift+tab", label=N_("back"))
def go_back_to_field(screen: WelcomeScreen) -> None:
    """Go to the currency, the name, the language; type what it is, Tab goes on."""
    go_to_field(screen, field_beside(None, -1))


@WELCOME.command("language", "l", "f4", label=N_("中文"), footer=True)
def change_language(screen: WelcomeScreen) -> None:
    """Speak the other language from now on, and keep that in the settings."""
    turn_language(screen)


@WELCOME.command("sample", "s", "1", label=N_("sample"), changes=True)
def take_sample(screen: WelcomeScreen) -> None:
    """Explore 33 sample projects, with a tour; `: remove-samples` removes them."""
    put_sample(screen)


@WELCOME.command("import", "i", "2", label=N_("import"), changes=True)
def import_table(screen: WelcomeScreen) -> None:
    """Import a spreadsheet: .xlsx, .csv, .tsv, or a Netloft export."""
    take_table(screen)


@WELCOME.command("empty", "b", "3", label=N_("empty"))
def start_empty(screen: WelcomeScreen) -> None:
    """Start with an empty pipeline: type the first project in a line."""
    open_pipeline(screen, adding=True)


@WELCOME.command("method", "m", "4", label=N_("method"))
def open_method(screen: WelcomeScreen) -> None:
    """Read the selling method in one screen; later help opens it too."""
    screen.host.open_screen("method")


@WELCOME.command("alike", "y", "f2", label=N_("yes"), when=asks_glyphs, footer=True)
def take_box(screen: WelcomeScreen) -> None:
    """The two lines end alike: box drawing looks right here."""
    screen.settle_glyphs(BOX)


@WELCOME.command("apart", "n", "f3", label=N_("no"), when=asks_glyphs, footer=True)
def take_ascii(screen: WelcomeScreen) -> None:
    """The two lines end apart: draw with ASCII."""
    screen.settle_glyphs(ASCII)
