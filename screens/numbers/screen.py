"""The numbers room: a face of the figures over what is said of the line under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import ClassVar

from textual.widget import Widget

from deals.model import Project
from deals.numbers.book_basis import find_project_name, first_day
from deals.numbers.day_rates import DayRates
from deals.numbers.evidence import Evidence
from deals.numbers.exchange import CurrencyConverter, home_currency
from deals.numbers.figures import Figures, ScopeRecord
from deals.numbers.fiscal_periods import FiscalPeriod, YearStarts, year_starts
from deals.numbers.forecast import Forecast
from deals.numbers.memo import NumbersMemo
from deals.numbers.record import measure_year
from deals.numbers.states import ProjectState
from deals.numbers.urgent_deals import rank_urgent
from deals.owners import owner_key
from deals.playbook.model import RANKS
from screens.base.about_screen import AboutScreen
from screens.base.empty import draw_empty
from screens.base.figure_lane import FigureLane, FigureSource
from screens.base.frame import join_titles
from screens.base.project_subset import ProjectSubset
from screens.base.team_marks import part_text
from screens.numbers.face_list import FaceList
from screens.numbers.number_form import (
    FormField,
    draw_form,
    find_target_id,
    list_fields,
)
from screens.numbers.view import (
    DATED_FROM,
    FACE_NAMES,
    FACE_TITLES,
    FACES,
    FaceFigures,
    ForecastOdds,
    NumbersLook,
    ask_face,
    ask_odds,
    currency_words,
    face_names,
    find_currency,
    find_first_line,
    group_name,
    look_text,
    start_of_look,
)
from views.numbers.arithmetic import evidence_lines
from views.numbers.face_rows import NumbersFace, NumbersRow, waiting_text
from views.numbers.forecast import draw_forecast
from views.numbers.forecast_figures import DealSteps, ForecastFigures
from views.numbers.movement import MovementFigures, draw_movement
from views.numbers.record import RecordFigures, draw_record
from views.numbers.shape import draw_shape
from views.numbers.success import measure_rows, name_year
from views.project_card import SIGNS
from views.styled_text import StyledText, TextLine, Tone, cells_of, line, wrap
from wording import N_, _, language, ngettext
from wording.findings import flag_next
from wording.legends import NUMBERS_LEGEND

PATIENCE, SHORT_PATIENCE = 0.03, 0.005
"""How many seconds a key waits for what it asks, and for what may come later."""
MOST_STEPS, MOST_EVIDENCE = 6, 40
LEAST, SMALL, MIDDLE, LARGE = 4, 6, 9, 14
LOW, MIDDLE_FROM, LARGE_FROM = 22, 30, 36
"""The lines of the pane, and of the terminals from which on it has more of them."""
MOST_SHORT = 40
"""Cells in which neither rates nor the names of all faces are told."""
USED_ODDS = N_(
    "The forecast uses the first figure, the win rate of the stage; what evidence makes of it "
    "is in no sum:"
)
NO_EVIDENCE = N_("no win rate, so there is nothing that evidence could correct")


class NumbersScreen(AboutScreen):
    """Forecast, movement, shape and record of the team or of an owner, and their form.

    Of a `subset` it is about these projects alone, and a page of another screen.
    """

    own_signs = NUMBERS_LEGEND
    about_lines: ClassVar[int] = SMALL
    named_views: ClassVar[Mapping[str, str]] = {
        f"{face}": name for face, name in FACE_NAMES.items()
    }

    def __init__(self, subset: ProjectSubset | None = None) -> None:
        super().__init__()
        self._subset = subset
        self._look: NumbersLook | None = None
        self.form = False  # whether the form stands in place of the face
        self.face_figures: FaceFigures | None = None
        came, memo = self._figures_came, NumbersMemo()
        self._faces = FigureLane[FaceFigures](PATIENCE, came, memo)
        self._odds = FigureLane[ForecastOdds](SHORT_PATIENCE, came, memo, yields=True)
        self._records = FigureLane[ScopeRecord](SHORT_PATIENCE, came, memo, yields=True)
        self._evidence = FigureLane[list[tuple[str, Evidence]]](PATIENCE, came, memo)
        self._places = dict[str, str]()  # where the cursor was last on each face

    def body(self) -> Iterable[Widget]:
        """Yield the lines of the face, and the pane."""
        return self.split_body(FaceList(id="rows"))

    @property
    def rows(self) -> FaceList:
        """The lines of the face."""
        return self.query_one("#rows", FaceList)

    @property
    def look(self) -> NumbersLook:
        """What is looked at."""
        if self._look is None:
            look = start_of_look(self.host.context.today(), self.years)
            self._look = replace(look, subset=self._subset)
        return self._look

    @property
    def years(self) -> YearStarts:
        """In which month fiscal years start and started."""
        return year_starts(self.host.book, self.host.context.today())

    @property
    def waiting(self) -> bool:
        """Whether something of what is shown is still being worked out."""
        lanes = (self._faces, self._odds, self._records, self._evidence)
        return any(lane.waiting for lane in lanes)

    def _figures_came(self) -> None:
        """Have what came shown; called from a thread."""
        self.call_later(self._show_figures)

    def _show_figures(self) -> None:
        if self.is_active:
            self.paint()

    # What is asked -----------------------------------------------------------------------------

    @property
    def source(self) -> FigureSource:
        """What the figures are made of."""
        return FigureSource.of(self.host.book, self.host.context)

    def _ask_face(self) -> FaceFigures | None:
        look, stages = self.look, self._stage_names()
        group = look.group if look.face == "forecast" else ""
        moved = (look.since, look.moved_in) if look.face == "movement" else None
        covered = look.period if look.face == "shape" else None
        key = (look.face, look.scope, look.period.unit, group, moved, covered)
        return self._faces.ask(self.source, key, lambda figures: ask_face(figures, look, stages))

    def _ask_odds(self, currency: str | None) -> ForecastOdds | None:
        look = self.look
        key = (look.scope, look.period, look.group, currency)
        return self._odds.ask(self.source, key, lambda figures: ask_odds(figures, look, currency))

    def _begin_slow_work(self) -> None:
        """Let that be worked out which may come later: what is shown at once is drawn by now."""
        for lane in (self._odds, self._records):
            lane.release()

    def _ask_record(self) -> ScopeRecord | None:
        scope, unit = self.look.scope, self.look.period.unit
        return self._records.ask(
            self.source, (scope, unit), lambda figures: figures.record(scope, unit)
        )

    def _stage_names(self) -> dict[str, str]:
        playbook = self.host.context.playbook
        return {stage.id: stage.name.of(language()) for stage in playbook.stages}

    # What is shown -----------------------------------------------------------------------------

    def paint(self) -> None:
        """Draw the face, as far as its figures are known."""
        today = self.host.context.today()
        self._look = self.look.with_years(self.years, today)
        self.rows.face = self._draw_form() if self.form else self._draw_face()
        ids = tuple(row.id for row in self.rows.face if row.id)
        places = (self._places.get(self._place_key), self._first_place(ids))
        place = next((each for each in places if each in ids), None)
        # The footer tells what Enter finds there.
        self.rows.selection = self.selection.with_ids(ids).go(place)
        super().paint()
        self.select(self.selection)
        self._begin_slow_work()

    @property
    def _place_key(self) -> str:
        face, group = self.look.face, self.look.group
        return "form" if self.form else f"{face} {group}" if group else face

    def _first_place(self, ids: Sequence[str]) -> str:
        """Return where the cursor is at first: what tells most of a face.

        Where it is low that would be past what is signed, so there it is the first line.
        """
        if not self.form and self.look.face == "movement":
            moved = self.face_figures.movement if self.face_figures else None
            return find_first_line(moved, self.currency) if moved else ""
        if not self.form and self.look.face in ("shape", "record"):
            return ids[0] if ids else ""
        if self.look.group:
            return next((id_ for id_ in ids if id_.startswith("row:")), "")
        low = not self.form and self.size.height < LOW and ids
        return ids[0] if low else f"row:{self.look.period.id}"

    def _draw_face(self) -> NumbersFace:
        found = self._ask_face()
        if found is None:
            before = self.face_figures
            self.face_figures = None
            return self.rows.face if before and self.rows.face else _draw_waiting()
        self.face_figures = found
        empty = draw_empty(self, f"numbers.{self.look.face}")
        return self._draw_figures(found) or [NumbersRow(each) for each in empty]

    def _draw_figures(self, found: FaceFigures) -> NumbersFace:
        """Return the lines of the face; none where there is nothing to show of it yet."""
        cells = max(20, self.main_cells - 2)
        if found.movement is not None:
            shown = MovementFigures(
                found.movement,
                self.currency,
                found.forecast,
                found.ends or {},
                found.idle,
                self._find_sign,
                found.idle_signed,
                self._first_day,
                found.unpriced,
                found.twins,
                found.beside,
            )
            return draw_movement(shown, cells)
        if found.shape is not None:
            return draw_shape(found.shape, cells)
        if found.by_owner is not None:
            return draw_record(self._record_figures(found), cells)
        return draw_forecast(self._forecast_figures(found), cells)

    def copied_lines(self, _cells: int) -> Sequence[TextLine]:
        """Return the lines of the face under its title: what `C` copies."""
        return [self.title_line()[0], (), *(row.text for row in self.rows.face)]

    @property
    def _first_day(self) -> date | None:
        """The first day that the book knows of."""
        return first_day(self.host.book)

    def _draw_form(self) -> NumbersFace:
        return draw_form(self.form_fields(), max(20, self.main_cells - 2))

    def form_fields(self) -> Sequence[FormField]:
        """Return the fields of the form: what figures are held against and told in."""
        total = self.face_figures.forecast.total.currencies if self.face_figures else ()
        home = home_currency(self.host.book, self.source.home)
        return list_fields(self.host.book, self.look, home, list(total), self.host.context.today())

    @property
    def currency(self) -> str | None:
        """The currency that is shown, None for all together at the team's rates."""
        if self.face_figures is None:
            return self.look.currency or None
        return find_currency(self.look, self.face_figures)

    def _forecast_figures(self, found: FaceFigures) -> ForecastFigures:
        look, currency = self.look, self.currency
        odds, record = self._ask_odds(currency), self._ask_record()
        return ForecastFigures(
            found.forecast,
            currency,
            look.period,
            found.groups,
            group_name(look.group) if look.group else "",
            odds.gap if odds else None,
            odds.odds if odds else None,
            odds.largest if odds else None,
            record,
            self._find_steps(odds),
            odds.targets if odds else {},
            found.rates,
            found.twins,
            cache(partial(self._rank_urgent, found.forecast)),
        )

    def _rank_urgent(self, forecast: Forecast, period: FiscalPeriod) -> tuple[ProjectState, ...]:
        """Return the deals of a period that need somebody, the first the most."""

        def rank(id_: str) -> int | None:
            project = self.host.book.projects.get(id_)
            found = self.host.assess(project) if project else None
            return RANKS[found.severity] if found and found.attention else None

        rates = DayRates.of(self.host.book, self._home, self.host.context.today())
        return rank_urgent(forecast, period, rates, rank)

    def _find_steps(self, found: ForecastOdds | None) -> DealSteps:
        """Find the names and next steps of the deals that it takes."""
        gap = found.gap.gap if found else None
        sets = [each for each in (gap.likeliest, gap.fewest) if each] if gap else []
        ids = list(dict.fromkeys(id_ for each in sets for id_ in each.ids))
        there = [self.host.book.projects[id_] for id_ in ids if id_ in self.host.book.projects]
        steps = {project.id: self._find_step(project) for project in there[:MOST_STEPS]}
        return DealSteps({project.id: project.name for project in there}, steps)

    def _find_step(self, project: Project) -> str:
        """Return what mends the worst flag of a project, else its next step."""
        flags = self.host.assess(project).flags
        if flags and flags[0].severity != "info":
            return flag_next(flags[0], self.host.context.playbook)
        action = project.next_action
        return action.text if action else ""

    def _find_sign(self, project_id: str) -> tuple[str, Tone]:
        project = self.host.book.projects.get(project_id)
        severity = self.host.assess(project).severity if project else None
        return SIGNS[severity] if severity else (" ", "")

    def _record_figures(self, found: FaceFigures) -> RecordFigures:
        book, look = self.host.book, self.look
        key, year = owner_key(look.owner or ""), self.years.year_of(look.period)
        theirs = [
            project
            for project in book.projects.values()
            if (not key or owner_key(project.owner) == key)
            and (look.subset is None or project.id in look.subset.ids)
        ]
        measures = measure_rows(
            book.measures, measure_year(year, self.years), look.owner or "", theirs
        )
        names = partial(find_project_name, book)
        about = self._ask_record(), self._stage_names(), found.by_owner or {}, measures
        return RecordFigures(*about, year, found.open_at, names)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return the face and of whom it is, its currency, and the faces there are."""
        today, look = self.host.context.today(), self.look
        if self.form:
            name = line(StyledText(_("Targets and rates"), "strong"), f"  {look.whose}")
            return (*name, *self.store_marks()), line(name_year(self.years.year_of(look.period)))
        part = part_text(self.host.team_status, short=True)
        title, about = _(FACE_TITLES[look.face]), look_text(look, today, part)
        name = line(StyledText(title, "strong"), f"  {about}")
        start, room = (*name, *self.store_marks()), self.size.width - 3
        # Whose figures these are is told in any case: their rates and the other faces give way.
        # What moved is worth what the rates say, so there the other faces go first.
        ways = [(room, room), (MOST_SHORT, room), (MOST_SHORT, MOST_SHORT)]
        if look.face == "movement":
            ways[:1] = [(DATED_FROM, room), (DATED_FROM, MOST_SHORT), (room, MOST_SHORT)]
        ends = [join_titles(self._currency_line(at), face_names(look.face, to)) for at, to in ways]
        left = room - cells_of(start)
        return start, next((way for way in ends if cells_of(way) <= left), ends[-1])

    @property
    def _home(self) -> str:
        return home_currency(self.host.book, self.source.home)

    def _currency_line(self, cells: int) -> TextLine:
        if self.look.face == "shape":
            return ()
        today, found = self.host.context.today(), self.face_figures
        codes = found.forecast.total.currencies if found else ()
        rates = CurrencyConverter.of(self.host.book, self._home).rates_at(today)
        used = {code: rate for code, rate in rates.items() if code in codes}
        return line(currency_words(self.currency, self._home, used, today, cells))

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return that figures are still being worked out, and what undo would take back."""
        text = _("working it out {sign}").format(sign=waiting_text()) if self.waiting else ""
        return line(StyledText(text, "dim")), line(StyledText(self.undo_text, "dim"))

    # The pane ----------------------------------------------------------------------------------

    def pane_rows(self) -> int:
        """Return the lines of the pane; where sums are shown half of the screen."""
        height = self.size.height
        if self.look.sums or self.look.evidence:
            return max(SMALL, height // 2)
        if height < LOW:
            return LEAST
        return SMALL if height < MIDDLE_FROM else MIDDLE if height < LARGE_FROM else LARGE

    @property
    def row(self) -> NumbersRow | None:
        """The line under the cursor."""
        current = self.selection.current
        return next((row for row in self.rows.face if row.id == current), None) if current else None

    def pane_title(self) -> TextLine:
        """Return what is under the cursor."""
        return self.row.title if self.row else ()

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return the deals and reasons behind the line under the cursor, or its arithmetic."""
        row = self.row
        if row is None:
            return ()
        if self.look.evidence and row.projects:
            lines = self._evidence_lines(row, cells)
        else:
            lines = row.sums(cells) if self.look.sums else row.about(cells)
        if len(lines) <= rows:
            return lines
        left = len(lines) - rows + 1
        more = ngettext("and {count} line more", "and {count} lines more", left)
        return [*lines[: rows - 1], line(StyledText(more.format(count=left), "dim"))]

    def _evidence_lines(self, row: NumbersRow, cells: int) -> Sequence[TextLine]:
        ids = row.projects[:MOST_EVIDENCE]
        projects = [self.host.book.projects[id_] for id_ in ids if id_ in self.host.book.projects]
        found = self._evidence.ask(self.source, ids, lambda figures: _weigh(figures, projects))
        if found is None:
            return [line(waiting_text())]
        if not found:
            return [line(part) for part in wrap(_(NO_EVIDENCE), cells, 3)]
        used = [line(StyledText(part, "dim")) for part in wrap(_(USED_ODDS), cells, 3)]
        each_lines = (evidence_lines(name, evidence, cells) for name, evidence in found)
        return [*used, *(each for lines in each_lines for each in lines)]

    def follow_cursor(self) -> None:
        """Remember where the cursor is on this face, and show what is behind its line."""
        if self.selection.current:
            self._places[self._place_key] = self.selection.current
        super().follow_cursor()

    # What is done ------------------------------------------------------------------------------

    def show_look(self, look: NumbersLook) -> None:
        """Look at something else."""
        if look.face != self.look.face:
            self.rows.face, self.face_figures = (), None
        if look.period != self.look.period:
            self._places = {at: id_ for at, id_ in self._places.items() if "forecast" not in at}
        self._look = look
        self.paint()

    def turn_view(self, view: str) -> None:
        """Show a face."""
        face = next((each for each in FACES if each == view), self.look.face)
        self.form = False
        self.show_look(replace(self.look, face=face))

    def show_form(self) -> None:
        """Show the form in place of the face, at the target of the period looked at."""
        self.form = True
        self._places["form"] = find_target_id(self.look.period)
        self._look = replace(self.look, sums=False, evidence=False)
        self.paint()

    def leave_page(self) -> bool:
        """Go back from the form to the face, from sums and evidence to what is behind the line."""
        if self.form:
            self.form = False
        elif self.look.sums or self.look.evidence:
            self._look = replace(self.look, sums=False, evidence=False)
        else:
            return False
        self.paint()
        return True


def _weigh(figures: Figures, projects: Sequence[Project]) -> list[tuple[str, Evidence]]:
    """Weigh what speaks for each project and against it, those with a win rate."""
    found = [(project.name, figures.evidence(project)) for project in projects]
    return [(name, evidence) for name, evidence in found if evidence is not None]


def _draw_waiting() -> NumbersFace:
    return [NumbersRow(()), NumbersRow(line(StyledText(f"  {waiting_text()}", "dim")))]
