"""What a team says of a year's success, beside what is worked out of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deals.model import Measure, MeasureKind, MeasureYear, Project
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.record import find_coverage, find_measures
from views.numbers.face_rows import cases_text
from views.numbers.record_sums import Part
from wording import _, add_note, pgettext
from wording.names import measure_name


class MeasureRow(NamedTuple):
    """A measure of success: its name, figure and source, the projects and what each part adds."""

    kind: MeasureKind
    name: str
    figure: str
    source: str = ""
    ids: tuple[str, ...] = ()
    parts: Sequence[Part] = ()

    @property
    def text(self) -> str:
        """The figure with its source."""
        return add_note(self.figure, self.source) if self.source else self.figure


def name_year(year: FiscalPeriod) -> str:
    """Return what a fiscal year is called: its number, or its months where it was cut."""
    return year.label if year.cut else f"{year.year}"


def measure_rows(
    measures: Sequence[Measure], year: MeasureYear, owner: str, projects: Iterable[Project]
) -> list[MeasureRow]:
    """Return the measures entered for a year and an owner, each with its figure and its source."""
    every = list(projects)
    return [_read_measure(each, every) for each in find_measures(measures, year, owner).values()]


def _read_measure(measure: Measure, projects: Sequence[Project]) -> MeasureRow:
    if measure.kind == "customers":
        return _read_coverage(measure, projects)
    text = f"{measure.value}%" if measure.kind in ("share", "growth") else measure.value
    return MeasureRow(measure.kind, measure_name(measure.kind), text, measure.source)


def _read_coverage(measure: Measure, projects: Sequence[Project]) -> MeasureRow:
    """Return how many of the target customers have an open or a won project."""
    found = find_coverage(measure.value.split("\n"), projects)
    text = cases_text(found.rate.wins, found.rate.cases)
    if found.missing:
        text = add_note(text, _("without {names}").format(names=_(", ").join(found.missing)))
    parts = [
        *((name, pgettext("customer", "covered")) for name in found.covered),
        *((name, _("no open or won project")) for name in found.missing),
    ]
    return MeasureRow(measure.kind, _("coverage"), text, measure.source, found.projects, parts)
