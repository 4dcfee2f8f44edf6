"""The Team room: a row for each branch of the line, or for each project that stands twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from deals.errors import UserError
from deals.model import Book
from deals.numbers.basis import NumbersBasis
from deals.numbers.branch_targets import hold_targets
from deals.numbers.branches import BranchReport, TeamFigures, add_up_branches, line_basis
from deals.numbers.exchange import CurrencyConverter
from deals.reporting_line import ReportingLine
from deals.shared_deals import SharedReport
from screens.base.empty import begin_lines, draw_empty
from screens.base.figure_lane import FigureLane, FigureSource
from screens.base.frame import join_titles
from screens.base.prompts import HeldKeys
from screens.base.row_list import RowScreen, RowText
from screens.base.team_desk import TeamStatus
from screens.team.shared_rows import (
    TwinRow,
    about_twin,
    customer_row,
    list_twin_groups,
    list_twin_rows,
    twin_columns,
    twin_row,
)
from screens.team.view import (
    FACE_NAMES,
    FACES,
    BranchEntry,
    BranchTable,
    TeamLook,
    about_branch,
    draw_faces,
    fetched_text,
    lay_out_branches,
    list_entries,
    order_text,
    path_text,
    shown_currency,
    wrap_texts,
)
from views.glyphs import current_speech
from views.numbers.face_rows import waiting_text
from views.styled_text import StyledText, TextLine, cells_of, line
from wording import _, ngettext, say
from wording.legends import TEAM_ROOM_LEGEND

PATIENCE = 0.03
"""How many seconds a key waits for figures."""
ABOUT_LINES = 6
TWINS_FOOTER = ("open", "merge", "hand-over", "settle", "view", "help")
HELD_SECONDS = 2.0
"""How long keys typed ahead wait for the first figures of a line that may be slow."""
REFRESH_SECONDS = 60.0
"""How often what is shown is asked for anew while the room is open."""


class TeamScreen(RowScreen):
    """The line below whoever is looked at, and the twins that one sees; `8` on the pipeline.

    What the server said of each person looked at is kept while the room is open, so that going up
    again waits for nothing.
    """

    own_signs = TEAM_ROOM_LEGEND
    pane: ClassVar[str | None] = "about"
    about_lines: ClassVar[int] = ABOUT_LINES
    named_views: ClassVar[Mapping[str, str]] = {
        f"{face}": name for face, name in FACE_NAMES.items()
    }

    def __init__(self) -> None:
        super().__init__()
        self.look = TeamLook()
        self.reports = dict[str, BranchReport]()
        self.figures: TeamFigures | None = None
        self.entries: Mapping[str, BranchEntry] = {}
        self._table: BranchTable | None = None
        self._laid: tuple[TeamFigures | None, tuple[object, ...]] = None, ()  # what it shows
        self.shared: SharedReport | None = None
        self.twins: Mapping[str, TwinRow] = {}
        self._matched: tuple[SharedReport | None, Book | None] = None, None
        self._seen = set[str]()  # twins that were in the book
        self._asked = set[str]()  # of whom, or which face, an answer is on its way
        self.refusal: UserError | None = None
        self._held: HeldKeys | None = None
        self._lane = FigureLane[TeamFigures](PATIENCE, self._figures_came)

    def on_mount(self) -> None:
        """Look at whom one looked at last; watch the book, and ask the server."""
        self.look = replace(self.look, under=self.host.views_left.under)
        self.watch(self.app, "book", self._book_changed, init=False)
        self.watch(self.app, "team_status", self._status_changed, init=False)
        self.paint_soon()
        self.soon(self._fetch_first)
        self.set_interval(REFRESH_SECONDS, self._refresh)

    def _fetch_first(self) -> None:
        """Ask for what is shown on opening; keys typed ahead wait a while for what they are about,
        and Esc goes back at once.
        """
        self.fetch()
        if self.waiting and not self.entries and self.key_handler is None:
            self.key_handler = self._held = HeldKeys(self._leave_waiting)
            self.set_timer(HELD_SECONDS, self._give_keys_back)

    def _leave_waiting(self) -> None:
        self._give_keys_back()
        self.back()

    def _give_keys_back(self) -> None:
        """Have keys act that were typed ahead, for what they are about is there by now or late."""
        held, self._held = self._held, None
        if held is not None and self.key_handler is held:
            self.release()
            self.host.press_again(held.typed)

    def _refresh(self) -> None:
        """Ask anew for what is shown, for others work on; not as long as there is no line."""
        status = self.host.team_status
        if self.is_active and self.listening and not (status and status.offline):
            self.fetch()

    def _book_changed(self, _book: Book) -> None:
        if self.is_active:
            self.paint()
            if self.look.face == "twins":
                self.fetch()  # what came may stand twice

    def _status_changed(self, before: TeamStatus | None, now: TeamStatus | None) -> None:
        """Ask anew once what was edited here has been sent: the sums are those of before."""
        if before is not None and before.pending and now is not None and not now.pending:
            shown = self.report
            self.reports = {under: each for under, each in self.reports.items() if each is shown}
            self._refresh()

    def on_screen_resume(self) -> None:
        """Come to the top: ask anew, for what was done elsewhere may have changed the sums."""
        super().on_screen_resume()
        self.soon(self._refresh)

    def _figures_came(self) -> None:
        """Have what came shown; called from a thread."""
        self.call_later(self._show_figures)

    def _show_figures(self) -> None:
        if self.is_active:
            self.paint()
        if self.entries or self.refusal is not None:
            self._give_keys_back()

    # What is asked of the server -----------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """Whether an answer for what is shown is on its way."""
        return self._wanted in self._asked or self._lane.waiting

    @property
    def _wanted(self) -> str:
        return "\n" if self.look.face == "twins" else self.look.under

    def fetch(self) -> None:
        """Ask for what is shown, whether or not it is here already."""
        team, wanted = self.host.team, self._wanted
        if team is None or wanted in self._asked:
            return
        self._asked.add(wanted)
        failed = partial(self._take_refusal, wanted)
        if self.look.face == "twins":
            team.shared_deals(partial(self._take_shared, wanted), failed)
        else:
            team.branches(wanted, partial(self._take_report, wanted), failed)
        self.paint()

    def _take_report(self, wanted: str, report: BranchReport, fresh: bool) -> None:
        known = self.reports.get(wanted)
        if fresh or known is None or known.at < report.at:
            self.reports[wanted] = self.reports[report.under] = report
        self._end_asking(wanted, fresh=fresh)

    def _take_shared(self, wanted: str, report: SharedReport, fresh: bool) -> None:
        if fresh or self.shared is None or self.shared.at < report.at:
            self.shared = report
        self._end_asking(wanted, fresh=fresh)

    def _end_asking(self, wanted: str, *, fresh: bool) -> None:
        """Show what came; what is not `fresh` was kept from before, and more is on its way."""
        if fresh:
            self._asked.discard(wanted)
            self.refusal = None
            self._leave_unseen()
        self._show_figures()

    def _leave_unseen(self) -> None:
        """Go back to the top where one does not see any more whom one looked at."""
        under, known = self.look.under, self.line_below
        if under and known is not None and under not in known.people:
            self.show_look(replace(self.look, under=""))
            self.host.note(_("you do not see {name} any more").format(name=under))
            self.fetch()

    def _take_refusal(self, wanted: str, refusal: UserError) -> None:
        self._asked.discard(wanted)
        self.refusal = refusal
        if self.look.under and self.line_below is None:
            # Nothing is known where one was when one left the room: there is no way up from there.
            self.show_look(replace(self.look, under=""))
        self._show_figures()
        if refusal.code != "team-offline":
            self.take_refusal(refusal)

    def take_refusal(self, refusal: UserError) -> None:
        """Say why the server did not do what it was asked for."""
        if self.is_active and self.listening:
            self.tell(say(refusal), "amber")

    @property
    def report(self) -> BranchReport | None:
        """What is known of the branches under whom is looked at."""
        return self.reports.get(self.look.under)

    @property
    def line_below(self) -> ReportingLine | None:
        """The line below whoever looks, as it was last said; None before it was."""
        known = max(self.reports.values(), key=lambda report: report.at, default=None)
        return known.line if known else None

    def count_all(self) -> int:
        """Return how many projects the whole line has, as far as that is known."""
        known = self.reports.get("")
        return sum(row.deals for row in known.rows) if known else 0

    @property
    def path(self) -> Sequence[str]:
        """The way down to whom is looked at, whether or not the branches are known yet."""
        known = self.line_below
        return known.path(self.look.under or known.top) if known else ()

    @property
    def source(self) -> FigureSource:
        """What figures are made of beside the server's sums: rates and win rates."""
        return FigureSource.of(self.host.book, self.host.context)

    @property
    def line_basis(self) -> NumbersBasis:
        """What the figures of the line are reckoned by, the same for all who look at it."""
        return line_basis(*self.source)

    # What is shown -------------------------------------------------------------------------------

    def paint(self) -> None:
        """List what is known."""
        if self.look.face == "twins":
            self._paint_twins()
        else:
            self._paint_line()
        self.footer_ids = TWINS_FOOTER if self.twins and self.look.face == "twins" else ()
        self.rows.empty = self._draw_empty()
        super().paint()
        self.select(self.selection)

    def _paint_line(self) -> None:
        report = self.report
        self.figures = None
        if report is not None:
            key = (report.under, report.at)
            rows, due = report.rows, report.due
            self.figures = self._lane.ask(
                self.source,
                key,
                lambda figures: hold_targets(
                    figures, report, add_up_branches(rows, self.line_basis, due)
                ),
            )
        entries: Sequence[BranchEntry] = ()
        if report is not None and self.figures is not None:
            entries = list_entries(report, self.figures, self.look)
            self._table = self._lay_out(entries, self.figures)
            self.rows.columns = self._table.columns
        else:
            self._table, self.rows.columns = None, ()
        self.entries = {entry.id: entry for entry in entries}
        place = self.host.views_left.branches.get(self.look.under)
        self.rows.selection = self.selection.with_ids(list(self.entries)).go(place)

    def _lay_out(self, entries: Sequence[BranchEntry], figures: TeamFigures) -> BranchTable:
        """Lay the branches out, anew only if what they show or the room for it changed: in another
        order thousands of them stay as they are.
        """
        currency = shown_currency(self.look, figures)
        basis = (currency, self.main_cells, current_speech())
        if self._table is None or self._laid[0] is not figures or self._laid[1] != basis:
            self._laid = figures, basis
            return lay_out_branches(entries, figures, self.look, self.main_cells)
        return self._table

    def _paint_twins(self) -> None:
        basis = self.shared, self.host.book
        if self._matched[0] is not basis[0] or self._matched[1] is not basis[1]:
            self._matched = basis
            self.host.assessor()  # takes the book in
            here = self.host.assessments.twins
            known, projects = self.shared.deals if self.shared else (), self.host.book.projects
            self._seen.update(deal.id for deal in known if deal.id in projects)
            # What was merged or deleted here the server names until it has heard of that.
            gone = self._seen - projects.keys()
            known = tuple(deal for deal in known if deal.id not in gone)
            self.twins = list_twin_rows(known, self.host.book, here)
        listed = list_twin_groups(self.twins)
        self.rows.columns = twin_columns(self.main_cells, self.twins.values())
        self.rows.selection = self.selection.with_ids(listed.list_ids(), listed)

    def _draw_empty(self) -> Sequence[TextLine]:
        if self.host.team is None:
            return draw_empty(self, "team", _("This store has no team."))
        if self.waiting:
            return ((), line(StyledText(f"   {waiting_text()}", "dim")))
        if self.refusal is not None:
            return begin_lines(say(self.refusal), (), self.main_cells)
        if self.look.face == "twins":
            return draw_empty(self, "team.twins", _("No deal stands twice."))
        return ()

    def row_text(self, row_id: str) -> RowText:
        """Return the cells of a branch, or of a project that stands twice, or its customer."""
        if self.look.face == "twins":
            if theirs := self.selection.members_of(row_id):
                return customer_row([self.twins[id_] for id_ in theirs])
            return twin_row(self.twins[row_id], self.rows.columns)
        return self._table.row(self.entries[row_id]) if self._table else RowText()

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return whose line it is, in which currency it is shown, and the faces there are."""
        heading, names = self.heading(_("Team")), draw_faces(self.look.face)
        if self.host.team is None:
            return heading, ()
        if self.look.face == "twins":
            count = len({row.deal.customer for row in self.twins.values()})
            text = ngettext("{count} customer", "{count} customers", count)
            return heading, join_titles(line(text.format(count=count)), names)
        end = join_titles(self._currency_line(), names)
        if not self.path:
            return heading, end
        room = self.size.width - cells_of(heading) - cells_of(end) - 6
        return line(*heading, f"  {path_text(self.path, max(8, room))}"), end

    def _currency_line(self) -> TextLine:
        if self.figures is None or not self.figures.currencies:
            return ()
        currency, home = shown_currency(self.look, self.figures), self.figures.basis.home
        if currency is not None:
            return line(currency)
        return line(" + ".join([home, *(code for code in self.figures.rated if code != home)]))

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return of when the figures are, and by what branches are in order."""
        if self.host.team is None:
            return (), ()
        twins, today = self.look.face == "twins", self.host.context.today()
        shown = self.shared if twins else self.report
        status = self.host.team_status
        at = shown.at if shown else status.synced if twins and status else None
        offline = self.refusal is not None and self.refusal.code == "team-offline"
        text = fetched_text(at, today, waiting=self.waiting, offline=offline)
        order = "" if twins or len(self.entries) < 3 else order_text(self.look)
        return line(StyledText(text, "dim")), line(StyledText(order, "dim"))

    # The pane ------------------------------------------------------------------------------------

    @property
    def entry(self) -> BranchEntry | None:
        """The branch under the cursor."""
        return self.entries.get(self.selection.current or "") if self.look.face == "line" else None

    @property
    def twin(self) -> TwinRow | None:
        """The project under the cursor, of those that stand twice."""
        return self.twins.get(self.selection.current or "") if self.look.face == "twins" else None

    def pane_title(self) -> TextLine:
        """Return the branch or project under the cursor."""
        name = self.entry.name if self.entry else self.twin.deal.name if self.twin else ""
        return line(StyledText(name, "strong"))

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the figures of the branch in words, or who has the project too."""
        if self.twin is not None:
            return wrap_texts(about_twin(self.twin, self.keys_text()), cells, rows)
        if self.entry is None or self.figures is None:
            return ()
        host, basis = self.host, self.figures.basis
        rates = CurrencyConverter.of(host.book, basis.home).rates_at(basis.today)
        currency = shown_currency(self.look, self.figures)
        texts = about_branch(
            self.entry, self.figures, host.context.playbook, list(rates.values()), currency
        )
        return wrap_texts(texts, cells, rows)

    def keys_text(self) -> str:
        """Return what may be done about a project that stands twice, by the keys in force."""
        names = ("open", "merge", "hand-over", "settle")
        opens, merge, give, settle = (self.key_of(self.commands.find(name)) for name in names)
        text = _(
            "one deal: {merge} merges them, {give} hands this one over; two deals: {settle}; "
            "{opens} opens it"
        )
        return text.format(merge=merge, give=give, settle=settle, opens=opens)

    def follow_cursor(self) -> None:
        """Remember where the cursor is under whom is looked at."""
        if self.look.face == "line" and self.selection.current:
            self.host.views_left.branches[self.look.under] = self.selection.current
        super().follow_cursor()

    # What is done --------------------------------------------------------------------------------

    def show_look(self, look: TeamLook) -> None:
        """Look at something else, which is fetched where it is not here."""
        self.look = look
        self.host.views_left.under = look.under
        known = self.shared is not None if look.face == "twins" else self.report is not None
        self.paint()
        if not known:
            self.fetch()

    def forget(self) -> None:
        """Fetch anew what is shown, and what is known of others once it is looked at again."""
        shown = self.report
        self.reports = {shown.under: shown, self.look.under: shown} if shown else {}
        self.fetch()

    def go_to(self, under: str, row: str = "") -> None:
        """Look at the branches under a person, with the cursor on one of them."""
        if row:
            self.host.views_left.branches[under] = row
        self.show_look(replace(self.look, under=under, face="line"))

    def turn_view(self, view: str) -> None:
        """Show a face."""
        face = next((each for each in FACES if each == view), self.look.face)
        self.show_look(replace(self.look, face=face))

    def leave_page(self) -> bool:
        """Go up in the line; from the twins back to it."""
        if self.look.face == "twins":
            self.show_look(replace(self.look, face="line"))
            return True
        return self.go_up()

    def go_up(self) -> bool:
        """Look at the branches of whom the person looked at reports to; whether there is one."""
        path = self.path
        if len(path) < 2:
            return False
        self.go_to("" if len(path) == 2 else path[-2], path[-1])
        return True

    def copied_lines(self, cells: int) -> Sequence[TextLine]:
        """Return what `C` copies: the rows, with when they were fetched."""
        return [*super().copied_lines(cells), (), self.status_ends()[0]]
