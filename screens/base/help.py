"""The list of a screen's commands: its help, and with the filter open its palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from screens.base.commands import Command, Commands, find_keys, lacks, name_keys
from screens.base.row_list import RowScreen, RowText
from screens.base.screen import BaseScreen
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from views.styled_text import StyledText, TextLine, line, width, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _

_SIGN = 15

# Its own keys mean something else here: help and palette are this very list.
HELP: Commands[CommandsScreen] = Commands(
    ROW_COMMANDS, SCREEN_COMMANDS.without("help", "palette", "method")
)


@lacks(N_("no legend on this screen"))
def has_signs(screen: CommandsScreen) -> bool:
    """Return whether the screen has signs to explain."""
    return bool(screen.signs)


@HELP.command("run", "enter", label=N_("run"), footer=True)
def run_command(screen: CommandsScreen) -> None:
    """Run the command chosen."""
    screen.run_chosen()


@HELP.command(
    *(
        "find",
        "slash",
        "ctrl+p",
        "colon",
    ),
    label=N_("find"),
    footer=True,
)
def find_command(screen: CommandsScreen) -> None:
    """Type part of a name to find a command."""
    screen.find()


@HELP.command("signs", "v", "f9", label=N_("legend"), when=has_signs, footer=True)
def turn_to_signs(screen: CommandsScreen) -> None:
    """Switch between the commands and the legend of the screen."""
    screen.turn()


@HELP.command("method", "m", "f2", label=N_("method"), footer=True)
def open_method(screen: CommandsScreen) -> None:
    """Read the selling method in one screen: stages, gates, CR, and the limits of the flags."""
    screen.host.open_screen("method")


@HELP.command("close", "question_mark", "f1", label=N_("close"), footer=True)
def close_help(screen: CommandsScreen) -> None:
    """Close this list."""
    screen.back()


def _rank_name(word: str, command: Command[Any]) -> int | None:
    """Rank how near a command's name is to a word, 0 the nearest; None where it is not named."""
    name = command.name().casefold()
    nearness = (word == name, word == command.id, bool(word) and name.startswith(word))
    return nearness.index(True) if True in nearness else None


class CommandsScreen(RowScreen):
    """Every command of the screen `about`: its keys, its name and what it does; Enter runs it."""

    commands = HELP
    pane: ClassVar[str | None] = "about"
    about_lines: ClassVar[int] = 3
    may_stand_beside: ClassVar[bool] = False

    def __init__(self, about: BaseScreen, typing: bool) -> None:
        super().__init__()
        self.about = about
        self.typing = typing
        self.word = ""
        self.signs: list[tuple[str, str]] = [
            (sign.text.strip(), meaning.text) for sign, meaning in about.legend()
        ]
        self.telling = False

    def on_mount(self) -> None:
        """Show all commands, and open the filter if asked to."""
        self.soon(self._start)

    def _start(self) -> None:
        self.paint()
        if self.typing:
            self.find()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return what this is."""
        return self.heading(
            _("Symbols in the picture") if self.telling else _("Keys and commands")
        ), ()

    def paint(self) -> None:
        """Lay the columns out and list what the filter leaves."""
        super().paint()
        self.rows.columns = self._columns()
        self.list_commands()

    def _columns(self) -> tuple[TableColumn, ...]:
        if self.telling:
            rest = self.size.width - GUTTER - _SIGN - 2
            return TableColumn("sign", _("Symbol"), _SIGN), TableColumn(
                "about", _("What it means"), rest
            )
        keys = max((width(self._keys(command)) for command in self.about.commands), default=8)
        keys = min(keys, self.size.width // 4)
        rest = self.size.width - GUTTER - keys - 13
        return (
            TableColumn("keys", _("Keys"), keys),
            TableColumn("name", _("Name"), 10),
            TableColumn("about", _("What it does"), rest),
        )

    def turn(self) -> None:
        """Turn from the commands to the signs, and back."""
        self.telling = not self.telling
        self.paint()

    def _keys(self, command: Command[Any]) -> str:
        keys = find_keys(command, self.about.commands, self.host.context.keys)
        return name_keys(command, keys)

    def pane_title(self) -> TextLine:
        """Return the sign under the cursor, or the command's name and keys."""
        chosen = self.selection.current or ""
        if self.telling or not chosen:
            return line(StyledText(chosen, "strong"))
        command = self.about.commands.find(chosen)
        keys = StyledText(f"  {self._keys(command)}", "key")
        return line(StyledText(command.name(), "strong"), keys)

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the whole help of the command under the cursor, however long."""
        chosen = self.selection.current
        texts = {command.id: command.about() for command in self.about.commands}
        texts |= dict(self.signs) if self.telling else {}
        return [line(text) for text in wrap(texts.get(chosen or "", ""), cells, rows)]

    def list_commands(self) -> None:
        """List the commands that contain the word typed; the cursor goes to the one named."""
        if self.telling:
            self.select(self.selection.with_ids([sign for sign, _meaning in self.signs]))
            return
        word = self.word.casefold()
        ids = [
            command.id
            for command in self.about.commands
            if word
            in f"{command.id} {command.name()} {command.about()} {self._keys(command)}".casefold()
        ]
        self.rows.empty = (line(StyledText("   " + _("no matching command"), "dim")),)
        self.select(self.selection.with_ids(ids).go(self._find_named(word)))

    def _find_named(self, word: str) -> str | None:
        """Find the command of that name, then of that id, then whose name begins so.

        The name is what a user sees; ids may be words that mean another command's name. Of several
        that are as near, one that applies is meant.
        """
        ranks = [
            (rank, not each.applies(self.about), at, each.id)
            for at, each in enumerate(self.about.commands)
            for rank in (_rank_name(word, each),)
            if rank is not None
        ]
        return min(ranks)[-1] if ranks else None

    def row_text(self, row_id: str) -> RowText:
        """Return keys, name and help of a command, dim where it does not apply; or a sign."""
        if self.telling:
            return RowText((TableCell(row_id, "key"), TableCell(dict(self.signs)[row_id])))
        command = self.about.commands.find(row_id)
        live = command.applies(self.about)
        return RowText(
            (
                TableCell(self._keys(command), "key" if live else "dim"),
                TableCell(command.name(), "" if live else "dim"),
                TableCell(command.about(), "" if live else "dim"),
            )
        )

    def find(self) -> None:
        """Ask for the word to filter by; Enter runs the first command left."""
        if self.telling:
            self.turn()

        def typed(text: str) -> TextLine:
            self.word = text
            self.list_commands()
            return ()

        def accept(_text: str) -> bool:
            self.run_chosen()
            return True

        def on_arrow(step: int) -> None:
            self.select(self.selection.move(step))

        self.ask(_("find"), self.word, accept, echo=typed, on_arrow=on_arrow, place=None)

    def run_chosen(self) -> None:
        """Close the list, then run the chosen command where it was called from."""
        chosen = None if self.telling else self.selection.current
        self.host.pop_screen()
        if chosen is not None:
            self.about.paint_soon()
            self.about.soon(self.about.action_command, chosen)
