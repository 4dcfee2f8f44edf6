"""The list of a screen's commands: its help, and with the filter open its palette."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual.widget import Widget

from screens.base.commands import Command, Commands, find_keys, lacks, name_keys
from screens.base.frame import draw_title
from screens.base.multiline_rows import LaidRow, MultilineRowList, wrap_last_cell
from screens.base.row_list import RowGroups, RowScreen, RowText, head_id
from screens.base.screen import BaseScreen
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from views.styled_text import StyledText, TextLine, Tone, line, width
from views.table import GUTTER, TableCell, TableColumn, group_head
from wording import N_, _

_SIGN, _MOST = 15, 9
"""The cells of signs where there are none, and the lines that a text takes at the most."""
_OWN = head_id("own")
"""The head over the commands of the screen itself; the other one is over those of all screens."""

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
    """Every command of the screen `about`: its keys, its name and what it does; Enter runs it.

    What it does stands there whole, in as many lines as it takes.
    """

    commands = HELP

    def __init__(self, about: BaseScreen, typing: bool) -> None:
        super().__init__()
        self.about = about
        self.typing = typing
        self.word = ""
        self.signs: list[tuple[str, str]] = [
            (sign.text.strip(), meaning.text) for sign, meaning in about.legend()
        ]
        self.telling = False

    def body(self) -> Iterable[Widget]:
        """Yield the list."""
        return self.split_body(MultilineRowList(self.row_text, self._wrap_rows, id="rows"))

    def _wrap_rows(self, ids: Sequence[str], _room: int) -> Mapping[str, LaidRow]:
        columns = self.rows.columns
        return {row_id: wrap_last_cell(self.row_text(row_id), columns, _MOST) for row_id in ids}

    def on_mount(self) -> None:
        """Show all commands, and open the filter if asked to."""
        self.soon(self._start)

    def _start(self) -> None:
        self.paint()
        if self.typing:
            self.find()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return what this is, and which line of how many."""
        name = _("Symbols in the picture") if self.telling else _("Keys and commands")
        return self.heading(name), self.pane_finish()

    def paint(self) -> None:
        """Lay the columns out and list what the filter leaves."""
        self.rows.columns = self._columns()
        self.list_commands()
        super().paint()

    def follow_cursor(self) -> None:
        """Show which line it is."""
        self.lines("title").show([draw_title(self.title_line(), self.size)])

    def _columns(self) -> tuple[TableColumn, ...]:
        cells = self.size.width - GUTTER - 1
        if self.telling:
            sign = max((width(sign) for sign, _meaning in self.signs), default=_SIGN)
            return TableColumn("sign", _("Symbol"), sign), TableColumn(
                "about", _("What it means"), cells - sign - 1
            )
        commands = list(self.about.commands)
        keys = max((width(self._keys(command)) for command in commands), default=8)
        name = max((width(command.name()) for command in commands), default=8)
        return (
            TableColumn("keys", _("Keys"), keys),
            TableColumn("name", _("Name"), name),
            TableColumn("about", _("What it does"), max(1, cells - keys - name - 2)),
        )

    def turn(self) -> None:
        """Turn from the commands to the signs, and back."""
        self.telling = not self.telling
        self.paint()

    def _keys(self, command: Command[Any]) -> str:
        keys = find_keys(command, self.about.commands, self.host.context.keys)
        return name_keys(command, keys)

    def list_commands(self) -> None:
        """List the commands that contain the word typed; the cursor goes to the one named."""
        if self.telling:
            self.select(self.selection.with_ids([*dict(self.signs)]))
            return
        word, own = self.word.casefold(), {command.id for command in self.about.commands.own}
        found = [
            command.id
            for command in self.about.commands
            if word
            in f"{command.id} {command.name()} {command.about()} {self._keys(command)}".casefold()
        ]
        self.rows.empty = (line(StyledText("   " + _("no matching command"), "dim")),)
        chosen = self.selection.with_ids(found)
        if not word and own and not own.issuperset(found):
            groups = RowGroups.by_key(found, lambda id_: "own" if id_ in own else "others")
            chosen = self.selection.with_ids(groups.list_ids(), groups)
        self.select(chosen.go(self._find_named(word)))

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
        if self.selection.members_of(row_id):
            name = _("on this screen") if row_id == _OWN else _("on other screens too")
            return RowText(head=group_head(name))
        command = self.about.commands.find(row_id)
        tone: Tone = "" if command.applies(self.about) else "dim"
        return RowText(
            (
                TableCell(self._keys(command), tone or "key"),
                TableCell(command.name(), tone),
                TableCell(command.about(), tone),
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
