"""A list of rows, the selection on it, and the screen whose body it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, chain
from string import ascii_letters
from typing import ClassVar, NamedTuple, Unpack

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from screens.base.lines import LinesView, scroll_top
from screens.base.pane import SplitBody, indent_line
from screens.base.prompts import (
    Accept,
    LetterPrompt,
    LineEdit,
    LineOptions,
    LinePrompt,
    echo_bar,
    echo_nothing,
    message_bar,
    no_lines,
)
from screens.base.screen import BaseScreen
from screens.base.summaries import fetch_for
from views.day_off import no_due_day
from views.marks import cursor_mark
from views.styled_text import StyledText, TextLine, Tone, line, overlay, width
from views.table import GUTTER, TableCell, TableColumn, ends_at, heading, reach_of, row, start_of
from wording import _

FIELD_CELLS = 26
WHEEL_ROWS = 3


class RowText(NamedTuple):
    """A row as its screen sees it: cells, one a column, the sign of its severity, and a mark.

    The `head` of a group stands for all cells, a margin not counted.
    """

    cells: Sequence[TableCell] = ()
    sign: str = " "
    tone: Tone = ""
    mark: str = " "
    head: TextLine = ()


def spread_rows(columns: Sequence[TableColumn], texts: Collection[RowText]) -> list[TextLine]:
    """Return rows under their heading, each column as wide as what stands in it."""
    rows = [text for text in texts if not text.head]
    sizes = [
        max(map(width, (column.title, *(text.cells[at].text for text in rows))))
        for at, column in enumerate(columns)
    ]
    wide = [column._replace(cells=cells) for column, cells in zip(columns, sizes, strict=True)]
    lines = [heading(wide)] if any(column.title for column in columns) else []
    for text in texts:
        gutter = line(StyledText(f" {text.sign}{text.mark}", text.tone))
        lines.append(text.head or row(wide, text.cells, gutter))
    return lines


class RowList(LinesView):
    """A heading and as many rows as fit; the rest of the ids exist only as ids.

    Rows are computed by `painter` for the ids on the screen alone, so ten thousand cost what
    twenty do. `show_rows` takes a new selection; `edit` draws a line being typed over a cell of the
    current row; `letters` puts a jump letter before every row. What is `further` to be seen stands
    below all rows, in the lines that are left.
    """

    class Picked(Message):
        """A row was clicked, or the wheel turned to it (with the mouse switched on)."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Resized(Message):
        """The number of rows or cells changed, so the columns have to be laid out again."""

    DEFAULT_CSS = "RowList { height: 1fr; }"

    def __init__(self, painter: Callable[[str], RowText], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.painter = painter
        self.columns: Sequence[TableColumn] = ()
        self.selection = Selection()
        self.letters = False
        self.empty: Sequence[TextLine] = ()
        self.further: Callable[[int], Sequence[TextLine]] = no_lines
        self._places: list[int] = []
        self._edit: tuple[str, LineEdit] | None = None
        self._shown_for: Size | None = None

    def show_rows(self, selection: Selection, expected: int = 1) -> None:
        """Take `selection` and repaint what differs.

        `expected` lines stand in for the height until there is one, so that the first thing the
        terminal gets is the whole list.
        """
        self._shown_for = self.size
        height = (self.size.height or expected) - 1 - len(self._over)
        self.selection = selection.with_height(height)
        self.lay_out()
        self.paint()

    def lay_out(self) -> None:
        """Lay the rows of the selection out, where they may have more than one line."""

    def cover(self, lines: Sequence[TextLine]) -> None:
        """Lay `lines` over the last rows; the list scrolls where the current one is under them."""
        if len(lines) == len(self._over):
            super().cover(lines)
        else:
            self._over = tuple(lines)
            self.show_rows(self.selection)

    def edit(self, column_id: str | None, typed: LineEdit | None = None) -> None:
        """Draw `typed` over a column of the current row; None ends it."""
        self._edit = None if column_id is None or typed is None else (column_id, typed)
        self.paint()

    @property
    def editing(self) -> str | None:
        """The id of the row that is typed into, if one is."""
        return None if self._edit is None else self.selection.current

    def forget_edit(self) -> None:
        """End the typing without painting: its row may be gone."""
        self._edit = None

    def paint(self) -> None:
        """Compute the rows on the screen and repaint the lines that changed."""
        chosen, caret = self.selection, (0, 0)
        lines, self._places = [heading(self.columns)], list[int]()
        for place, row_id in enumerate(chosen.shown):
            drawn = self.draw_row(place, row_id)
            if row_id == chosen.current:
                caret = (0, len(lines))
                if self._edit is not None:
                    drawn[0], caret = self._draw_edit(drawn[0], len(lines))
            lines += drawn
            self._places += [chosen.top + place] * len(drawn)
        if not chosen.ids:
            lines += self.empty
        lines += self.further(chosen.height + 1 - len(lines))
        self.show(lines, lit=caret[1] or None, caret=caret)

    def draw_row(self, place: int, row_id: str) -> list[TextLine]:
        """Return the lines of a row, which is the one at `place` of those shown."""
        return [self.draw_line(place, row_id, self.painter(row_id))]

    def draw_line(self, place: int, row_id: str, text: RowText) -> TextLine:
        """Return the line of a row, or of the head of a group; behind a blank where the cursor does
        not go to it, else behind what is said of it.
        """
        chosen = self.selection
        if row_id in chosen.passed:
            return indent_line(text.head, " ")
        first = text.cells[0].tone if text.cells else ""
        mark = StyledText(text.mark, "strong" if text.mark.strip() else first)
        if self.letters:
            letter = ascii_letters[place] if place < len(ascii_letters) else " "
            gutter = line(StyledText(letter, "key"), StyledText(text.sign, text.tone), mark)
        else:
            start = "*" if chosen.is_marked(row_id) else " "
            if row_id == chosen.current and start == " ":
                gutter = line(cursor_mark(), StyledText(text.sign, text.tone), mark)
            else:
                # One run of both: each change of tone costs bytes.
                gutter = line(StyledText(start + text.sign, text.tone), mark)
        return (*gutter, *text.head) if text.head else row(self.columns, text.cells, gutter)

    def _draw_edit(self, base: TextLine, at: int) -> tuple[TextLine, tuple[int, int]]:
        assert self._edit is not None
        column_id, typed = self._edit
        start = start_of(self.columns, column_id)
        start = GUTTER if start is None else start
        cells = next((column.cells for column in self.columns if column.id == column_id), 0)
        room = max(cells, min(FIELD_CELLS, self.size.width - GUTTER))
        start = max(0, min(start, self.size.width - room - 1))
        if ends_at(self.columns, start):  # what is typed would read on from the figure there
            start, room = start + 1, room - 1
        spans, caret = typed.view(room)
        # What would be left of a figure under the line would be read as another figure.
        first, stop = reach_of(self.columns, start, start + room)
        bare = overlay(base, (StyledText(" " * (stop - first)),), first, stop - first)
        return overlay(bare, spans, start, room), (start + caret, at)

    def on_resize(self) -> None:
        """Tell the screen to lay the columns out for the new width, unless it has by now."""
        if self._shown_for != self.size:
            self.post_message(self.Resized())

    def on_mouse_scroll_down(self) -> None:
        """Move the cursor by the wheel, as the arrows do."""
        self.post_message(self.Picked(self.selection.index + WHEEL_ROWS))

    def on_mouse_scroll_up(self) -> None:
        """Move the cursor by the wheel, as the arrows do."""
        self.post_message(self.Picked(self.selection.index - WHEEL_ROWS))

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which row was clicked."""
        if 0 < event.y <= len(self._places):
            self.post_message(self.Picked(self._places[event.y - 1]))


HEAD = "\n"
"""What the id of a group's head begins with, and that of no row."""


def head_id(key: str) -> str:
    """Return the id of the head over the rows of a key."""
    return HEAD + key


@dataclass(frozen=True, slots=True)
class RowGroups:
    """The groups of a list: the rows under each head, folded ones too. Where they `fold`, the
    cursor goes to the heads; else it passes over them.
    """

    members: Mapping[str, tuple[str, ...]]
    fold: bool = False
    rows: tuple[str, ...] = field(init=False)
    heads: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Keep all rows and heads: moves over thousands ask for them."""
        object.__setattr__(self, "rows", tuple(chain.from_iterable(self.members.values())))
        object.__setattr__(self, "heads", frozenset(self.members))

    @classmethod
    def by_key(cls, ids: Iterable[str], key_of: Callable[[str], str]) -> RowGroups:
        """Return rows under a head for each of their keys, in the order of these."""
        members: dict[str, list[str]] = {}
        for id_ in ids:
            members.setdefault(head_id(key_of(id_)), []).append(id_)
        return cls({head: tuple(rows) for head, rows in members.items()})

    def list_ids(self, folded: Collection[str] = ()) -> tuple[str, ...]:
        """Return heads and rows as they are listed, without those under the `folded` heads."""
        return tuple(
            id_
            for head, rows in self.members.items()
            for id_ in (head, *(() if head in folded else rows))
        )

    def find_head(self, row_id: str | None) -> str | None:
        """Find the head that a row is under, that of a head being itself; None for none."""
        if row_id in self.members:
            return row_id
        return next((head for head, ids in self.members.items() if row_id in ids), None)


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids in order, the cursor's index, the first row on the screen and the marked ids.

    The cursor and the marks belong to ids, not to places: another order or filter keeps them. A
    mark on a row that is filtered away sleeps and does not act. The heads of `groups` stand among
    the ids, but nothing is done to them. Rows of more than one line have their lines in `heights`;
    `height` is that of the screen.
    """

    ids: tuple[str, ...] = ()
    index: int = 0
    top: int = 0
    height: int = 1
    marks: frozenset[str] = field(default_factory=frozenset)
    groups: RowGroups | None = None
    heights: Mapping[str, int] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[str, ...]:
        """The ids of all rows, folded ones too."""
        return self.groups.rows if self.groups else self.ids

    @property
    def head(self) -> str | None:
        """The head under the cursor, if it is one."""
        return self.current if self.groups and self.current in self.groups.members else None

    def members_of(self, row_id: str) -> tuple[str, ...]:
        """Return the rows under a head; of a row none."""
        return self.groups.members.get(row_id, ()) if self.groups else ()

    def is_marked(self, row_id: str) -> bool:
        """Whether a row is marked; a head is if all under it are."""
        if self.marks and self.groups and row_id in self.groups.members:
            return self.marks.issuperset(self.groups.members[row_id])
        return row_id in self.marks

    @property
    def current(self) -> str | None:
        """The id under the cursor."""
        return self.ids[self.index] if self.ids else None

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids on the screen, the last one perhaps in part."""
        starts = self._starts
        return self.ids[self.top : bisect_left(starts, starts[self.top] + self.height)]

    @property
    def _starts(self) -> Sequence[int]:
        """The line on which each row begins, and the end of the last one."""
        if not self.heights:
            return range(len(self.ids) + 1)
        return [0, *accumulate(self.heights.get(id_, 1) for id_ in self.ids)]

    @property
    def marked(self) -> tuple[str, ...]:
        """The marked ids among those listed, in their order."""
        return tuple(id_ for id_ in self.listed if id_ in self.marks) if self.marks else ()

    @property
    def targets(self) -> tuple[str, ...]:
        """What a command acts on: the marked, else the one under the cursor if it is no head."""
        current = None if self.head else self.current
        return self.marked or (() if current is None else (current,))

    @property
    def passed(self) -> frozenset[str]:
        """The heads that the cursor passes over."""
        return self.groups.heads if self.groups and not self.groups.fold else frozenset()

    @property
    def _alike(self) -> tuple[str, ...]:
        """The rows, or at a head the heads."""
        return tuple(self.groups.members) if self.groups and self.head else self.listed

    @property
    def count(self) -> int:
        """How many rows are listed; at a head how many heads."""
        return len(self._alike)

    @property
    def place(self) -> int:
        """The cursor's row among the others, from 1 on; a head among the heads."""
        return self._alike.index(self.current or "") + 1 if self.groups else self.index + 1

    def to(self, index: int) -> Selection:
        """Put the cursor at `index`, clamped; past an edge the list scrolls by half a page."""
        index = self._find_row(max(0, min(index, len(self.ids) - 1)))
        return replace(self, index=index, top=self._top(index))

    def _find_row(self, index: int) -> int:
        """Return the place of the next row from `index` on, on the way there, else of the last."""
        passed = self.passed
        if not passed:
            return index
        onward, back = range(index, len(self.ids)), range(index, -1, -1)
        ways = (*back, *onward) if index < self.index else (*onward, *back)
        return next((at for at in ways if self.ids[at] not in passed), index)

    def _top(self, index: int) -> int:
        """Return the first row to show, so that the one at `index` is seen whole, with its head."""
        first, starts = index, self._starts
        while first > 0 and self.ids[first - 1] in self.passed:
            first -= 1
        top = starts[min(self.top, len(self.ids))]
        edge = starts[index] if starts[index] < top else starts[min(index + 1, len(self.ids))] - 1
        line_at = scroll_top(top, edge, self.height, starts[-1])
        first = first if starts[index] - starts[first] < self.height else index
        return bisect_left(starts, min(line_at, starts[first]))

    def move(self, step: int) -> Selection:
        """Move the cursor by `step` rows."""
        return self.to(self.index + step)

    def go(self, row_id: str | None) -> Selection:
        """Put the cursor on the id `row_id`, or where it was if that is not listed."""
        return self.to(self.ids.index(row_id)) if row_id in self.ids else self.to(self.index)

    def with_ids(self, ids: Sequence[str], groups: RowGroups | None = None) -> Selection:
        """Take another list: the cursor stays on its id, or on its place if the id is gone.

        From a row that is folded away it goes to the head of its group.
        """
        current = self.current
        if groups and current not in ids:
            current = groups.find_head(current)
        return replace(self, ids=tuple(ids), groups=groups).go(current)

    def with_height(self, height: int) -> Selection:
        """Return a screen of `height` rows, the cursor kept in sight."""
        return replace(self, height=max(1, height)).to(self.index)

    def mark(self) -> Selection:
        """Return the current row marked, or unmarked; the cursor stays. At a head all under it."""
        current = self.current
        if current is None:
            return self
        if self.groups and self.head:
            return self._mark_all(self.groups.members[self.head])
        return replace(self, marks=self.marks ^ {current})

    def mark_all(self) -> Selection:
        """Return all listed marked; if all are already, none."""
        return self._mark_all(self.listed)

    def _mark_all(self, ids: Iterable[str]) -> Selection:
        wanted = frozenset(ids)
        return replace(
            self, marks=self.marks - wanted if wanted <= self.marks else wanted | self.marks
        )

    def without_marks(self, ids: Iterable[str]) -> Selection:
        """Drop the marks on `ids`."""
        return replace(self, marks=self.marks - frozenset(ids))


class RowScreen(BaseScreen):
    """Owns a RowList and its selection.

    Subclasses give `row_text` (id -> what its row shows) and may hear `moved`. With `about_lines`
    they have a pane of so many lines, which stands beside the list where there is room; they give
    `pane_title` and `pane_lines` for it.
    """

    pane: ClassVar[str | None] = "rows"
    about_lines: ClassVar[int] = 0
    may_stand_beside: ClassVar[bool] = True

    def body(self) -> Iterable[Widget]:
        """Yield the list, and its pane if it has one."""
        return self.split_body(RowList(self.row_text, id="rows"))

    def split_body(self, main: Widget) -> Iterable[Widget]:
        """Yield what is listed, and its pane if it has one."""
        if not self.about_lines or self.pane is None:
            return [main]
        beside = self.may_stand_beside
        self.split = SplitBody(self, main, self.pane, may_stand_beside=beside)
        return [self.split]

    def pane_rows(self) -> int:
        """Return the lines of the pane below the list."""
        return self.about_lines

    def pane_title(self) -> TextLine:
        """Return what is under the cursor, in a few words."""
        return ()

    def pane_finish(self) -> TextLine:
        """Return which row it is, and of how many."""
        chosen = self.selection
        if not chosen.ids:
            return ()
        return (StyledText(f"{chosen.place}/{chosen.count}", "dim"),)

    def pane_lines(self, _cells: int, _rows: int) -> Sequence[TextLine]:
        """Return what is said of the row under the cursor."""
        return ()

    def paint(self) -> None:
        """Give the pane its place before anything is shown."""
        if self.split is not None:
            self.split.lay_out()
        super().paint()

    def row_text(self, row_id: str) -> RowText:
        """Return what the row of an id shows."""
        raise NotImplementedError

    def copied_lines(self, _cells: int) -> Sequence[TextLine]:
        """Return the title and all rows below it, nothing cut: what `C` copies."""
        texts = {row_id: self.row_text(row_id) for row_id in self.selection.ids}
        return [self.title_line()[0], (), *spread_rows(self.rows.columns, texts.values())]

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def selection(self) -> Selection:
        """Where the hand is."""
        return self.rows.selection

    def select(self, selection: Selection) -> None:
        """Move the hand and repaint what that changes."""
        self.rows.show_rows(selection, self.room_for_rows())
        self.follow_cursor()

    def room_for_rows(self) -> int:
        """Return the lines that the list will have."""
        return self.body_rows

    def follow_cursor(self) -> None:
        """Follow a change of the cursor or of the marks: show in full what is under it."""
        if self.split is not None:
            self.split.show_pane()
            self.paint_status()

    def on_row_list_picked(self, message: RowList.Picked) -> None:
        """Move the cursor to the row clicked, unless something is being typed."""
        if self.key_handler is None:
            self.select(self.selection.to(message.index))

    def on_row_list_resized(self) -> None:
        """Lay the list out for its new size and show it again."""
        self.paint()

    @property
    def edited_ids(self) -> Sequence[str]:
        """The projects that an edit would be of, by id; what else stands there has no summary."""
        return self.selection.targets

    def action_command(self, id: str) -> None:
        """Run a command; what it edits of which only a summary is here is fetched first."""
        command, again = self.commands.find(id), partial(self.action_command, id)
        if not fetch_for(self.host, command, self.edited_ids, again):
            super().action_command(id)

    def rest(self) -> None:
        """Put the caret on the cursor's row, where screen readers look for it."""
        self.rows.paint()

    def jump(self) -> None:
        """Show a letter before every row; the one typed takes the cursor there."""
        self.rows.letters = True
        self.rows.paint()
        draw = partial(message_bar, _("type the letter of a row"), "")
        self.offer(LetterPrompt(self._jump_to_letter, self._end_jump, self.refuse_key), draw)

    def _jump_to_letter(self, letter: str) -> bool:
        """Go to the row of the letter; whether there is one."""
        chosen, place = self.selection, ascii_letters.find(letter)
        if not 0 <= place < len(chosen.shown) or chosen.shown[place] in chosen.passed:
            return False
        self._end_jump()
        self.select(chosen.to(chosen.top + place))
        return True

    def _end_jump(self) -> None:
        self.key_handler = None
        self.rows.letters = False
        self.tell("")
        self.select(self.selection)

    def edit_cell(
        self, column: str, label: str, text: str, accept: Accept, **how: Unpack[LineOptions]
    ) -> None:
        """Take a text typed over a cell of the current row, shown back as understood below."""
        echo = how.get("echo", echo_nothing)

        def changed(edit: LineEdit) -> None:
            self.rows.edit(column, edit)
            self.set_status(echo_bar(label, echo(edit.text), self.size.width))

        def accepted(typed: str) -> bool:
            good = accept(typed)
            # What asks about what was typed stands below the row, which shows the value in force.
            walks = isinstance(self.key_handler, LinePrompt) and self.key_handler is not entry
            if good and not walks:
                self.rows.edit(None)
            return good

        entry = LinePrompt(
            LineEdit.of(text, select_all=how.get("select_all", False)),
            changed,
            accepted,
            lambda: self.rows.edit(None),
            on_tab=how.get("on_tab"),
            paste_separator=how.get("paste_separator", " "),
            place=how["place"],
            label=label,
            dated=how.get("dated", no_due_day),
        )
        self.take(entry)
