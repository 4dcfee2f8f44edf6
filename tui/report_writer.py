"""The writer of papers for command line and app: makes one, and puts it where the user wants."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deals.errors import UserError
from wording import _

if TYPE_CHECKING:
    from reports.report import Report
    from reports.report_context import ReportContext
    from reports.report_kinds import ReportKind
    from reports.writers.sheets import ReportSheet
    from screens.base.app import BaseApp
    from screens.base.context import PaperSubject
    from store.tables.workbook_writer import PaperSheet

_NO_NAME = frozenset("<>:\"/\\|?*'")
_MOST_BYTES = 200
"""Of a name: file systems take 255 with the ending and a number."""
PIPELINE, HAND_OVER = "pipeline", "hand-over"
WORKBOOK, DRAWING = ".xlsx", ".svg"


def write_report(
    kind: ReportKind,
    context: ReportContext,
    path: Path,
    *,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> Path | None:
    """Write a paper to a file, whose ending chooses the format.

    Returned is where an earlier text or picture was kept. Refusals: `report-format` (file, formats)
    where the kind is not written so, and those of `write_output`.
    """
    from store.output_files import write_output

    ending = check_format(kind, path)
    refuse_summaries(kind, context)
    if (kind.name, ending) == (PIPELINE, WORKBOOK):
        return _write_pipeline_table(context, path, force=force, stores=stores)
    data = report_bytes(kind.build(context), ending)
    keeping = ending != WORKBOOK  # a workbook tells by itself whether somebody has saved it since
    is_earlier = _recognisers(kind.name)[ending]
    return write_output(path, data, is_earlier, force=force, keeping=keeping, stores=stores)


def make_app_context(host: BaseApp, subject: PaperSubject) -> ReportContext:
    """Return what a paper is made from that is asked for in the app."""
    from reports.report_context import ReportContext
    from screens.base.team_marks import part_text

    settled = host.context
    return ReportContext(
        host.book,
        settled.playbook,
        settled.today(),
        home=settled.currency or None,
        me=settled.me,
        project=subject.project,
        owner=subject.owner,
        filter=subject.filter,
        ids=subject.ids,
        any_status=subject.any_status,
        branch=subject.branch,
        part="" if subject.branch else part_text(host.team_status),
        synced=_last_sync(host),
    )


def _last_sync(host: BaseApp) -> datetime | None:
    """Return when all was last in sync, where there is no line to the team's server now."""
    status = host.team_status
    return status.synced if status is not None and status.offline is not None else None


def refuse_summaries(kind: ReportKind, context: ReportContext) -> None:
    """Refuse a paper over all of a project of which only a summary is here.

    Refusals: `project-glance` (name), and `report-glances` (count) where a hand-over has such.
    """
    from deals.glances import refuse_glance

    if context.project is not None:
        refuse_glance(context.project)
    summaries = [each for each in context.projects if each.glance is not None]
    if kind.name == HAND_OVER and summaries:
        raise UserError("report-glances", count=len(summaries), name=summaries[0].name)


def check_format(kind: ReportKind, path: Path) -> str:
    """Return the ending of a file; refusal `report-format` (formats) for any but the kind's."""
    ending = path.suffix.lower()
    if ending not in kind.formats:
        formats = _(", ").join(kind.formats)
        raise UserError("report-format", file=str(path), formats=formats)
    return ending


def propose_path(name: str, day: str, ending: str) -> str:
    """Return a name for a paper of a day that is none yet: numbered where a file has it.

    What is no part of a name, or steers how one is shown, is left out, and what is too long is cut;
    the day stays whole.
    """
    plain = f"{_cut_bytes(_clean_name(name), _MOST_BYTES)}-{day}".lstrip("-")
    number, proposed = 1, f"{plain}{ending}"
    with suppress(OSError):
        while os.path.lexists(proposed):
            number += 1
            proposed = f"{plain}-{number}{ending}"
    return proposed


def _clean_name(name: str) -> str:
    """Return a name with a hyphen for blanks and for signs that have a meaning in paths."""
    kept = (
        "-" if char in _NO_NAME or char.isspace() else char
        for char in name
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    return "-".join(filter(None, "".join(kept).split("-"))).strip(".-")


def _cut_bytes(name: str, most: int) -> str:
    """Return as much of a name as fits into so many bytes, no sign halved."""
    return name.encode("utf-8")[:most].decode("utf-8", "ignore").rstrip("-.")


def report_bytes(report: Report, ending: str) -> bytes:
    """Return a report in the format of an ending."""
    match ending:
        case ".md":
            from reports.writers.markdown_writer import markdown_bytes

            return markdown_bytes(report)
        case ".txt":
            from reports.writers.text_writer import text_bytes

            return text_bytes(report)
        case ".xlsx":
            from reports.writers.sheets import make_sheets
            from store.tables.workbook_writer import paper_bytes

            return paper_bytes([*map(_make_paper_sheet, make_sheets(report))], report.kind)
        case ".svg":
            return _drawing_bytes(report)
        case _:
            from reports.writers.html_writer import html_bytes

            return html_bytes(report)


def _drawing_bytes(report: Report) -> bytes:
    """Return the first picture of a report, under its title and facts, with what is said of it."""
    from reports.drawings.caption import add_caption
    from reports.report import ReportParagraph, ReportPicture
    from reports.writers.clean_text import clean_line
    from reports.writers.svg_writer import svg_bytes

    drawings = (block.drawing for block in report.blocks if isinstance(block, ReportPicture))
    colon = _(": ")
    facts = " · ".join(clean_line(f"{label}{colon}{text}") for label, text in report.facts)
    notes = [block.text for block in report.blocks if isinstance(block, ReportParagraph)]
    drawing = add_caption(next(drawings), report.title, facts, [*map(clean_line, notes)])
    return svg_bytes(drawing, report.title)


def _make_paper_sheet(sheet: ReportSheet) -> PaperSheet:
    from store.tables.workbook_writer import PaperCell, PaperSheet

    rows = [
        [
            PaperCell(
                each.cell.text if each.cell.value is None else each.cell.value,
                each.look,
                percent=each.percent,
                boxed=each.boxed,
                columns=each.cell.columns,
                rows=each.cell.rows,
                currency=each.cell.currency,
            )
            for each in row
        ]
        for row in sheet.rows
    ]
    return PaperSheet(sheet.title, sheet.widths, rows, sheet.header, sheet.wide)


def _recognisers(kind: str) -> Mapping[str, Callable[[bytes], bool]]:
    """Return by what an earlier paper is known, by the ending of its file.

    A workbook is not kept beside what takes its place, so only one of the same kind does.
    """
    from reports.writers.html_writer import has_html_mark
    from reports.writers.signature import is_signed_text
    from reports.writers.svg_writer import has_svg_mark
    from store.tables.workbook_digest import is_own_paper

    return {
        ".html": has_html_mark,
        ".md": is_signed_text,
        ".txt": is_signed_text,
        WORKBOOK: partial(is_own_paper, kind=kind),
        DRAWING: has_svg_mark,
    }


def _write_pipeline_table(
    context: ReportContext, path: Path, *, force: bool, stores: Sequence[Path]
) -> Path | None:
    """Write the listed projects, those of the other formats, as `netloft export` does."""
    from tui.table_writer import write_pipeline

    book = replace(context.book, projects={each.id: each for each in context.listed})
    about = book, path, context.playbook, context.today
    return write_pipeline(*about, force=force, stores=stores)
