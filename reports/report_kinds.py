"""Which kinds of papers there are, what each needs to know, and in which formats it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast

from wording import N_, drawn_arrow, use_arrow

if TYPE_CHECKING:
    from reports.report import Report
    from reports.report_context import ReportContext

Subject = Literal["project", "owner", "book"]
ARROW = "→"
TEXT_FORMATS = (".html", ".md", ".txt")
SHEET_FORMATS = (*TEXT_FORMATS, ".xlsx")


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of paper: its name on the command line, its title, its subject and its formats.

    `build_NAME` of the module NAME in `reports/kinds/` makes it; the first of the `formats` is the
    usual one. A `periodic` one looks back on a period, whose first day can be asked for.
    """

    name: str
    title: str
    module: str
    subject: Subject = "book"
    formats: tuple[str, ...] = TEXT_FORMATS
    periodic: bool = False

    def build(self, context: ReportContext) -> Report:
        """Make the paper; its module is loaded now.

        Moves have the arrow of papers, whatever alphabet the terminal has.
        """
        build = cast(
            "Callable[[ReportContext], Report]",
            getattr(import_module(f"reports.kinds.{self.module}"), f"build_{self.module}"),
        )
        arrow = drawn_arrow()
        use_arrow(ARROW)
        try:
            return build(context)
        finally:
            use_arrow(arrow)


_EVERY = (
    ReportKind("pipeline", N_("Pipeline table"), "pipeline_report", "book", SHEET_FORMATS),
    ReportKind("week", N_("Weekly report"), "week_report", "book", SHEET_FORMATS, periodic=True),
    ReportKind("month", N_("Monthly report"), "month_report", "book", SHEET_FORMATS, periodic=True),
    ReportKind(
        "quarter", N_("Quarterly report"), "quarter_report", "book", SHEET_FORMATS, periodic=True
    ),
    ReportKind("project", N_("Case report"), "case_report", "project"),
    ReportKind("brief", N_("Before a visit"), "visit_brief_report", "project"),
    ReportKind("team-form", N_("Project team form"), "team_form_report", "project", SHEET_FORMATS),
    ReportKind("plan", N_("Implementation plan"), "plan_report", "project", SHEET_FORMATS),
    ReportKind("fishbone", N_("Fishbone"), "fishbone_report", "project", (*TEXT_FORMATS, ".svg")),
    ReportKind(
        "follow-ups", N_("Follow-ups by customer"), "follow_up_report", "book", SHEET_FORMATS
    ),
    ReportKind("review", N_("Closing review"), "review_report", "project"),
    ReportKind("hand-over", N_("Hand-over of projects"), "hand_over_report", "owner"),
    ReportKind("import-letter", N_("Import letter"), "import_letter_report", "book", SHEET_FORMATS),
)
KINDS: Mapping[str, ReportKind] = MappingProxyType({kind.name: kind for kind in _EVERY})
