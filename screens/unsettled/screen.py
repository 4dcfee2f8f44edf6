"""The changes that did not stand on the team's server: refused, or overtaken by later ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from screens.base.about_screen import AboutScreen
from screens.base.empty import draw_empty
from screens.base.row_list import RowText
from screens.base.team_desk import TeamFailure
from screens.base.team_marks import describe_server
from screens.unsettled.view import (
    ABOUT_LINES,
    People,
    about,
    columns,
    failure_title,
    row_text,
    say_how_all_stands,
)
from views.styled_text import StyledText, TextLine, line
from wording import _
from wording.legends import UNSETTLED_LEGEND
from wording.team_words import list_failed_people


class UnsettledScreen(AboutScreen):
    """What did not stand, the latest first; what was dismissed is shown where it is asked for."""

    about_lines: ClassVar[int] = ABOUT_LINES
    own_signs = UNSETTLED_LEGEND

    def __init__(self) -> None:
        super().__init__()
        self.with_dismissed = False
        self._shown: dict[str, TeamFailure] = {}

    def on_mount(self) -> None:
        """Watch the book, and what a sync brings."""
        super().on_mount()
        self.watch(self.app, "team_status", self._status_changed, init=False)

    def _status_changed(self) -> None:
        if self.is_active:
            self.paint()

    @property
    def chosen(self) -> TeamFailure | None:
        """The change under the cursor."""
        return self._shown.get(self.selection.current or "")

    @property
    def edited_ids(self) -> Sequence[str]:
        """The project of the change under the cursor, by id."""
        return [self.chosen.project] if self.chosen else ()

    def list_failures(self, wanted: Callable[[TeamFailure], bool]) -> list[TeamFailure]:
        """Return those of all listed that are wanted."""
        return [failure for failure in self._shown.values() if wanted(failure)]

    def people_of(self, failure: TeamFailure | None) -> People:
        """Return the names of the contacts of a change's project."""
        if failure is None:
            return {}
        project = self.host.book.projects.get(failure.project)
        known = {each.id: each.name for each in project.contacts} if project else {}
        listed = (each.record for each in self._shown.values())
        return list_failed_people(listed, failure.project, known)

    # What is shown -------------------------------------------------------------------------------

    def paint(self) -> None:
        """Lay the columns out and list the changes."""
        team = self.host.team
        listed = team.failures() if team is not None else ()
        self._shown = {
            each.id: each for each in listed if self.with_dismissed or not each.dismissed
        }
        super().paint()
        people = {key: name for each in listed for key, name in self.people_of(each).items()}
        self.rows.columns = columns(self.main_cells, self._shown.values(), people)
        self.rows.empty = self._empty()
        self.select(self.selection.with_ids(tuple(self._shown)))

    def _empty(self) -> tuple[TextLine, ...]:
        status = self.host.team_status
        dismissed = len(self.host.team.failures()) if self.host.team is not None else 0
        return draw_empty(self, "unsettled", say_how_all_stands(status, dismissed))

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return where one is, and how many were refused and overtaken."""
        team = self.host.team
        if self.host.team_status is None or team is None:
            return self.heading(_("What did not stand")), ()
        kinds = [each.kind for each in team.failures() if not each.dismissed]
        counts = {"refused": kinds.count("refused"), "overtaken": kinds.count("overtaken")}
        text = _("refused {refused}, overtaken {overtaken}").format(**counts)
        return self.heading(_("What did not stand")), line(text)

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return which server it is, where there is room for it."""
        status = self.host.team_status
        if status is None:
            return (), ()
        text = describe_server(status, self.host.context.today(), self.size.width - 2)
        return line(StyledText(text, "dim")), ()

    def row_text(self, failure_id: str) -> RowText:
        """Return the row of a change."""
        failure = self._shown[failure_id]
        today = self.host.context.today()
        return row_text(failure, self.people_of(failure), self.rows.columns, today)

    def pane_title(self) -> TextLine:
        """Return what the change under the cursor was of."""
        return failure_title(self.chosen, self.people_of(self.chosen))

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the change under the cursor in full."""
        today = self.host.context.today()
        return about(self.chosen, self.people_of(self.chosen), cells, rows, today)
