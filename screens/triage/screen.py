"""Triage: the card of one flagged project, why it is flagged, and the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from deals.edits.patches import Patch
from deals.model import Book, Flag
from deals.rules.triage import Assessment
from screens.base.empty import draw_empty
from screens.base.frame import FooterKey
from screens.base.lines import LinesView
from screens.base.project_subset import RankedProjects
from screens.base.screen import BaseScreen
from screens.base.summaries import fetch_for
from screens.triage.view import TriageQueue, cut_lines, draw_answers, draw_card, draw_progress
from views.money_texts import comparison_text
from views.project_card import ProjectCard
from views.styled_text import StyledText, TextLine, line
from wording import _, ngettext

UNTOLD = "undo", "redo"
LEAST_CARD = 7
"""The lines that the card always has: the first flag is among them; keys give way, help has all."""
FOOTER = "undo", "later", "page-down", "open", "help", "back"


class TriageScreen(BaseScreen):
    """A walk through those it is about that want looking at, and those gone from a table.

    The count at the top runs down to zero.
    """

    pane: ClassVar[str | None] = "card"

    def __init__(self, about: Sequence[str] | RankedProjects) -> None:
        super().__init__()
        self.ranked = about if isinstance(about, RankedProjects) else None
        self.ids: Sequence[str] = about.ids if isinstance(about, RankedProjects) else about
        self.queue = TriageQueue()
        self.top, self._page = 0, 1
        self.footer_ids = FOOTER
        self.asked = set[str]()  # those whose owner is asked why a table no longer holds them
        self._raised: dict[str, set[str]] = {}  # the rules that have flagged each so far

    def body(self) -> Iterable[Widget]:
        """Return the card."""
        yield LinesView(id="card")

    def on_mount(self) -> None:
        """Line the flagged up and show the first."""
        self.queue = TriageQueue(self._flagged_ids())
        self.watch(self.app, "book", self.book_changed, init=False)
        self.paint_soon()

    def _flagged_ids(self) -> tuple[str, ...]:
        return tuple(found.project.id for found in self._rows() if self._list_matters(found))

    def _rows(self) -> Iterable[Assessment]:
        """Yield the projects as they come: worst first, or in the order they were ranked in."""
        wanted = {key: at for at, key in enumerate(self.ids)}
        rows = [found for found in self.host.pipeline.rows if found.project.id in wanted]
        return rows if self.ranked is None else sorted(rows, key=lambda row: wanted[row.project.id])

    def _list_matters(self, found: Assessment) -> tuple[Flag, ...]:
        """Return what is left to answer of a project, and remember that it once was."""
        key = found.project.id
        matters = found.matters
        if key in self.asked:
            matters = tuple(flag for flag in matters if flag.rule != "gone")
        if matters:
            self._raised.setdefault(key, set()).update(flag.rule for flag in matters)
        return matters

    @property
    def target(self) -> tuple[str, ...]:
        """The project looked at, as what actions act on."""
        return self.queue.waiting[:1]

    def action_command(self, id: str) -> None:
        """Run a command; what it edits of which only a summary is here is fetched first."""
        command = self.commands.find(id)
        if not fetch_for(self.host, command, self.target, partial(self.action_command, id)):
            super().action_command(id)

    def book_changed(self, book: Book) -> None:
        """Show the project as it now stands.

        It stays in front even where nothing is left of its flags: who looks at it goes on by a key.
        """
        self.queue = self._sort_out(self.queue, self.queue.current)
        if self.is_active:
            self.paint()

    def _sort_out(self, queue: TriageQueue, front: str | None = None) -> TriageQueue:
        return queue.sort_out(self._flagged_ids(), self.host.book.projects, front)

    def show(self, queue: TriageQueue) -> None:
        """Show the first of another queue."""
        self.queue, self.top = self._sort_out(queue), 0
        self.paint()

    def settle(self) -> None:
        """Go on to the next project if nothing is left to answer of this one."""
        self.show(self.queue)

    def settle_gone(self) -> None:
        """Take it as answered that a table no longer holds this one: its owner is to be asked."""
        self.asked.update(self.target)
        self.settle()

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Look again at what was taken back or done again, as far as it is flagged."""
        if change is not None:
            queue = self.queue
            for project in reversed(tuple(change.projects)):
                queue = queue.back(project)
                self.asked.discard(project)
            self.show(queue)
        super().show_replay(text, change, again=again)

    def scroll(self, pages: int) -> None:
        """Show more of a long card."""
        self.top += pages * self._page
        self.paint()

    # What is shown ---------------------------------------------------------------------------

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return how many are left."""
        projects, current = self.host.book.projects, self.queue.current
        # The one in front may have been settled elsewhere, or by somebody else.
        done = current is not None and not self._list_matters(self.host.assess(projects[current]))
        left, settled = len(self.queue.waiting) - done, len(self.queue.settled) + done
        return self.heading(_("Triage")), draw_progress(settled, left)

    @property
    def _mixed(self) -> bool:
        """Whether amounts are of more than one currency, so that each has to say its own."""
        return len(self.host.pipeline.groups) > 1

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return the order that they come in; what undo would bring back."""
        index = self.host.pipeline
        ranked = self.ranked
        order = ranked.order if ranked else comparison_text(index.groups, index.rates)
        return line(StyledText(order, "dim")), line(StyledText(self.undo_text, "dim"))

    def paint(self) -> None:
        """Show the card of the project in front, or that all is done."""
        super().paint()
        cells = self.size.width
        pane = self.lines("card")
        current = self.queue.current
        if current is None:
            pane.show(self._end_lines())
            return
        rows = pane.size.height
        answers = self._answers(cells)[: max(1, rows - LEAST_CARD)]
        shown = self._card_lines(self.host.card(current), max(1, rows - len(answers)))
        blank: list[TextLine] = [()] * (rows - len(shown) - len(answers))
        pane.show([*shown, *blank, *answers])

    def _card_lines(self, card: ProjectCard, rows: int) -> list[TextLine]:
        """Return so many lines of a card, from the one that was turned to."""
        flags, cells = self._count_matters(card.found), self.size.width
        sections = draw_card(card, flags, cells, marked=self._mixed)
        every = sections.lines
        self.top = max(0, min(self.top, len(every) - rows))
        page = self.key_of(self.commands.find("page-down"))
        if self.top:
            shown, self._page = cut_lines(every[self.top :], rows, page)
        else:
            shown, self._page = sections.shorten(rows, page)
        return shown

    def copied_lines(self, cells: int) -> Sequence[TextLine]:
        """Return the card of the project in front: what `C` copies."""
        current = self.queue.current
        return self.host.card(current).copied_lines(cells) if current else self._end_lines()

    def _count_matters(self, found: Assessment) -> str:
        """Return how many flags that are more than information are left of those there were."""
        left = len(self._list_matters(found))
        count = len(self._raised.get(found.project.id, ()))
        text = ngettext(
            "{left} of {count} flag (! ~) left", "{left} of {count} flags (! ~) left", count
        )
        return text.format(left=left, count=count)

    def _end_lines(self) -> list[TextLine]:
        settled = len(self.queue.settled)
        if settled:
            text = ngettext(
                "Done: {count} project settled.", "Done: {count} projects settled.", settled
            ).format(count=settled)
        else:
            text = _("Nothing here needs attention.")
        return [(), line(StyledText(f"   {text}", "good")), *draw_empty(self, "triage")]

    def _answers(self, cells: int) -> list[TextLine]:
        keys = [
            FooterKey(self.key_of(command), command.name())
            for command in self.commands
            if command.changes and command.keys and command.applies(self)
            if command.id not in UNTOLD
        ]
        return draw_answers(keys, cells)
