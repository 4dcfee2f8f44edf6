"""Help and palette: the list of a screen's commands, and with the line open of all else too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import ClassVar

from textual import events
from textual.widget import Widget

from screens.base.commands import pressed_key_name
from screens.base.multiline_rows import LaidRow, MultilineRowList, wrap_last_cell
from screens.base.row_list import RowGroups, RowScreen, RowText
from screens.base.screen import BaseScreen
from screens.help.contents import HelpContents, gather_contents, list_own_contents
from screens.help.items import KIND_NAMES, PaletteItem
from screens.help.vi_words import ViMeaning, read_vi_word, strip_colon
from screens.help.view import lay_facts, tell_kin
from views.legend import legend_lines
from views.styled_text import StyledText, TextLine, Tone, line, width, wrap
from views.table import GUTTER, TableCell, TableColumn, group_head
from wording import _, add_note
from wording.legends import TEAM_LEGEND

_SIGN, _MOST = 15, 9
"""The cells of signs where there are none, and the lines that a text takes at the most."""
FILE_ID = "file"
"""The id of the row that opens or writes a file that was typed."""


def list_signs(legend: Sequence[TextLine]) -> list[tuple[str, str]]:
    """Return the signs of a legend with what they mean."""
    return [(sign.text.strip(), meaning.text) for sign, meaning in legend]


class CommandsScreen(RowScreen):
    """What can be done on the screen `about`: keys, names and what they do; Enter runs it.

    As help it groups the commands by what they are for; as palette (`typing`) it also holds all
    that can be opened. What is said of a row stands there whole, in as many lines as it takes.
    """

    pane: ClassVar[str | None] = "pane"
    about_lines: ClassVar[int] = 4

    def __init__(self, about: BaseScreen, typing: bool, word: str = "") -> None:
        super().__init__()
        self.about = about
        self.typing = typing
        self.word = word
        self.signs = list_signs(about.legend())
        self.telling = False
        self.contents = HelpContents(about, {})
        self._file: PaletteItem | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the list, and the pane of what else there is to a row."""
        return self.split_body(MultilineRowList(self.row_text, self._wrap_rows, id="rows"))

    def _wrap_rows(self, ids: Sequence[str], _room: int) -> Mapping[str, LaidRow]:
        columns = self.rows.columns
        return {row_id: wrap_last_cell(self.row_text(row_id), columns, _MOST) for row_id in ids}

    def on_mount(self) -> None:
        """Show the commands, have all else gathered, and open the line if asked to."""
        if self.host.team is not None:
            self.signs = [*list_signs(legend_lines(TEAM_LEGEND)), *self.signs]
        self.contents = list_own_contents(self.about, palette=self.typing)
        self.soon(self._start)

    def _start(self) -> None:
        self.paint()
        if self.typing:
            self.find(self.word)
        self.call_after_refresh(lambda: self.run_worker(self._gather()))

    async def _gather(self) -> None:
        """Have all else gathered in a thread that nobody waits for who leaves meanwhile."""
        loop = asyncio.get_running_loop()
        gathered: asyncio.Future[HelpContents] = loop.create_future()

        def settle(outcome: Callable[[], None]) -> None:
            if not gathered.done():
                outcome()

        def work() -> None:
            try:
                contents = gather_contents(self.about, palette=self.typing)
                outcome = partial(gathered.set_result, contents)
            except Exception as fault:  # told as any other fault is, not lost with the thread
                outcome = partial(gathered.set_exception, fault)
            with suppress(RuntimeError):  # the app may have ended
                loop.call_soon_threadsafe(settle, outcome)

        Thread(target=work, daemon=True).start()
        self._take(await gathered)

    def _take(self, contents: HelpContents) -> None:
        """List again with what was gathered."""
        if not self.contents.whole:
            self.contents = contents
            if self.is_active and not self.telling:
                self.paint()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return what this is, and which line of how many."""
        name = _("Commands, projects, people, settings") if self.typing else _("Keys and commands")
        name = _("Symbols in the picture") if self.telling else name
        return self.heading(name), ()

    def paint(self) -> None:
        """Lay the columns out and list what the filter leaves."""
        self.list_items()
        super().paint()
        self.follow_cursor()

    # What is listed ----------------------------------------------------------------------------

    def list_items(self) -> None:
        """List what is meant by the word typed, the nearest first; without one all, in groups."""
        if self.telling:
            ids: Sequence[str] = [*dict(self.signs)]
            self.rows.columns = self._sign_columns()
            self.select(self.selection.with_ids(ids))
            return
        nothing = wrap(self._nothing_found(), self.main_cells - GUTTER - 2, _MOST)
        self.rows.empty = tuple(line(StyledText(f"   {part}", "dim")) for part in nothing)
        if self.word.strip():
            found = self._find(self.word)
            self.rows.columns = self._columns(found)
            self.select(self.selection.with_ids(found).to(0))
            return
        listed = [id for id, item in self.contents.items.items() if self._is_listed(item)]
        groups = RowGroups.by_key(listed, self._group_of)
        self.rows.columns = self._columns(listed)
        self.select(self.selection.with_ids(groups.list_ids(), groups))

    def _nothing_found(self) -> str:
        """Return that nothing is found; in the help where more can be."""
        if self.typing:
            return _("nothing of that name; fewer letters find more")
        return _("no matching command; : on any screen finds projects, people, settings too")

    def _is_listed(self, item: PaletteItem) -> bool:
        """Whether an item stands there before anything is typed: in the help the keys of here."""
        return self.typing or item.kind == "command"

    def _group_of(self, id: str) -> str:
        item = self.contents.items[id]
        return _(KIND_NAMES[item.kind]) if item.kind == "elsewhere" else item.group

    def _find(self, typed: str) -> list[str]:
        meaning = read_vi_word(typed) if self.typing else None
        self._file = self._make_file_item(meaning) if meaning and meaning.file else None
        if self._file is not None:
            return [FILE_ID]
        text = (strip_colon(typed) if self.typing else typed) or typed
        found = self.contents.find(text)
        if meaning and meaning.id in self.contents.items:
            found = [meaning.id, *(id for id in found if id != meaning.id)]
        return found

    def _make_file_item(self, meaning: ViMeaning) -> PaletteItem | None:
        """Return the row of a file that was typed behind a word of vi."""
        item = self.contents.items.get(meaning.id)
        if item is None:
            return None
        file = meaning.file
        run = partial(_import_file, file) if meaning.id == "import" else partial(_export, file)
        entry = replace(item.entry, id=FILE_ID)
        return replace(item, entry=entry, text=add_note(file, item.text), run=run, keys="")

    def item(self, id: str | None) -> PaletteItem | None:
        """Return what a row is about."""
        if id == FILE_ID:
            return self._file
        return None if id is None else self.contents.item(id)

    # How it is shown ---------------------------------------------------------------------------

    def _sign_columns(self) -> tuple[TableColumn, ...]:
        cells = self.main_cells - GUTTER - 1
        sign = max((width(sign) for sign, _meaning in self.signs), default=_SIGN)
        return TableColumn("sign", _("Symbol"), sign), TableColumn(
            "about", _("What it means"), cells - sign - 1
        )

    def _columns(self, ids: Sequence[str]) -> tuple[TableColumn, ...]:
        cells = self.main_cells - GUTTER - 1
        items = [item for item in map(self.item, ids) if item is not None]
        keys = max((width(item.keys) for item in items), default=0)
        keys = max(keys, width(_("Keys")))
        name = max((width(item.name) for item in items), default=8)
        return (
            TableColumn("keys", _("Keys"), keys),
            TableColumn("name", _("Name"), name),
            TableColumn("about", _("What it does"), max(1, cells - keys - name - 2)),
        )

    def row_text(self, row_id: str) -> RowText:
        """Return keys, name and help of a command, dim where it does not apply; or a sign."""
        if self.telling:
            return RowText((TableCell(row_id, "key"), TableCell(dict(self.signs)[row_id])))
        if self.selection.members_of(row_id):
            return RowText(head=group_head(row_id.strip()))
        item = self.item(row_id)
        if item is None:
            return RowText((TableCell(""), TableCell(""), TableCell("")))
        tone: Tone = "dim" if item.why(self.about) else ""
        text = item.text
        if self.word.strip() and item.commands:
            text = add_note(text, item.group)
        return RowText(
            (
                TableCell(item.keys, tone or "key"),
                TableCell(item.name, tone),
                TableCell(text, tone),
            )
        )

    def pane_title(self) -> TextLine:
        """Return what the row under the cursor is called."""
        item = None if self.telling else self.item(self.selection.current)
        return line(StyledText(item.name, "strong")) if item else ()

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return why it does nothing now, and what else does the same or lies beside it."""
        item = None if self.telling else self.item(self.selection.current)
        if item is None:
            return ()
        facts: list[TextLine] = []
        if item.commands:
            every = tuple(self.about.commands)
            other = self.contents.other_keys.get(item.commands[0].id, {})
            keys = self.host.context.keys
            facts += tell_kin(item.commands, every, keys, other)
        beside = self.split is not None and self.split.beside
        return lay_facts(item.why(self.about), facts, cells, beside=beside)[:rows]

    def turn(self) -> None:
        """Turn from the commands to the signs, and back."""
        self.telling = not self.telling
        self.paint()

    # What is done ------------------------------------------------------------------------------

    def _tell_unbound(self, event: events.Key) -> None:
        """Look up what a key does on the screen below, which is what somebody presses it for."""
        if key := pressed_key_name(event.key, event.character):
            self.find(key)

    def find(self, word: str | None = None) -> None:
        """Take words, each of which narrows the list; Enter runs the first row left."""
        if self.telling:
            self.turn()

        def typed(text: str) -> TextLine:
            self.word = text
            self.list_items()
            return ()

        def accept(_text: str) -> bool:
            return self.run_chosen()

        def on_arrow(step: int) -> None:
            self.select(self.selection.move(step))

        text = self.word if word is None else word
        self.ask(
            _("find"),
            text,
            accept,
            echo=typed,
            cancel=self.back if self.typing else lambda: None,
            on_arrow=on_arrow,
            select_all=word is None,
            place=None,
        )

    def run_chosen(self) -> bool:
        """Close the list, then run what was chosen where it was called from; or say why not."""
        if not self.selection.ids and not self.contents.whole:
            self._take(gather_contents(self.about, palette=self.typing))
        item = None if self.telling else self.item(self.selection.current)
        if item is None and self.word.strip() and not self.telling:
            self.refuse(self._nothing_found())
            return False
        if item is None:
            self.host.pop_screen()
            return True
        if why := item.why(self.about):
            self.refuse(_("{label}: {why}").format(label=item.name, why=why))
            return False
        self.host.pop_screen()
        self.about.paint_soon()
        self.about.soon(item.run, self.about)
        return True


def _import_file(file: str, screen: BaseScreen) -> None:
    from screens.base.import_table import import_file

    import_file(screen, file, screen.paint)


def _export(file: str, screen: BaseScreen) -> None:
    from screens.base.export_table import ask_export

    ask_export(screen, screen.host.book, file)
