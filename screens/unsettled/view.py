"""A change that did not stand as a row and in full: what of it, whose stands, what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from screens.base.row_list import RowText
from screens.base.team_desk import TeamFailure, TeamStatus
from screens.base.team_marks import since_text
from views.glyphs import glyphs
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, Tone, line, wrap
from views.table import GUTTER, TableCell, TableColumn, column_cells
from wording import _, add_note, ngettext, pgettext, say
from wording.team_words import (
    advice_words,
    brief_words,
    failure_project,
    mine_words,
    path_words,
    reason_words,
    theirs_words,
    writer_words,
)

ABOUT_LINES = 6
WHEN, LEAST, MOST_PROJECT, MOST_FIELD, MOST_WHO, MOST_REASON = 5, 8, 32, 16, 10, 16

People = Mapping[str, str]
"""The names of a project's contacts, by id."""


def columns(cells: int, listed: Iterable[TeamFailure], people: People) -> tuple[TableColumn, ...]:
    """Return the columns for `cells`: names as wide as they need, the values share the rest."""
    shown = list(listed)
    project, field = pgettext("column", "Project"), pgettext("team", "Field")
    by = pgettext("team", "By")
    names = column_cells([project, *map(project_text, shown)], MOST_PROJECT)
    fields = column_cells([field, *(path_words(each.record, people) for each in shown)], MOST_FIELD)
    who = column_cells([by, *(_writer(each.record) for each in shown)], MOST_WHO)
    rest = cells - GUTTER - WHEN - fields - who - 6
    mine, stands = pgettext("team", "Yours"), pgettext("team", "Stands")
    reasons = (brief_words(each.record) for each in shown if each.kind == "refused")
    stood = column_cells(["", *reasons], MOST_REASON) + 1
    least = column_cells([mine, *map(mine_text, shown)], LEAST) + max(LEAST, stood)
    names = max(LEAST, min(names, rest - least))
    values = max(least, rest - names)
    yours = min(
        values - max(LEAST, stood), column_cells([mine, *map(mine_text, shown)], values // 2)
    )
    return (
        TableColumn("when", pgettext("team", "Made"), WHEN),
        TableColumn("project", project, names),
        TableColumn("field", field, fields),
        TableColumn("mine", mine, yours),
        TableColumn("by", by, who),
        TableColumn("theirs", stands, values - yours),
    )


def say_how_all_stands(status: TeamStatus | None, dismissed: int) -> str:
    """Return what is so where nothing is listed: that all stands only where the server has it all.

    `dismissed` changes did not stand and are not shown.
    """
    if status is None:
        return _("No server is known.")
    if status.pending:
        text = ngettext(
            "{count} change waits to be sent", "{count} changes wait to be sent", status.pending
        ).format(count=status.pending)
        why = status.stopped or status.resting or status.why
        return _("{text}.").format(text=add_note(text, say(why)) if why else text)
    if dismissed:
        text = ngettext(
            "{count} change that did not stand is dismissed; v shows it.",
            "{count} changes that did not stand are dismissed; v shows them.",
            dismissed,
        )
        return text.format(count=dismissed)
    return _("Everything stands.")


def row_text(
    failure: TeamFailure, people: People, shown: Sequence[TableColumn], today: date
) -> RowText:
    """Return the row of a change; one that was dismissed is quiet."""
    cells_of = {column.id: column.cells for column in shown}
    record, quiet = failure.record, failure.dismissed
    stands = theirs_words(record)
    if failure.kind == "refused":
        stands = brief_words(record)
    cells = {
        "when": TableCell(since_text(failure.at, today), "dim"),
        "project": TableCell(project_text(failure), "dim" if quiet else "strong"),
        "field": TableCell(path_words(record, people)),
        "mine": TableCell(mine_text(failure)),
        "by": TableCell(shorten_name(_writer(record), cells_of["by"])),
        "theirs": TableCell(stands),
    }
    sign, tone = failure_mark(failure)
    return RowText(tuple(cells[column.id] for column in shown), sign, tone)


def _writer(record: Mapping[str, Any]) -> str:
    by = record.get("by") or record.get("mover")
    return pgettext("team", "you") if record.get("own") else str(by or "")


def failure_mark(failure: TeamFailure) -> tuple[str, Tone]:
    """Return the sign of a change and its tone."""
    if failure.dismissed:
        return "-", "dim"
    return ("!", "red") if failure.kind == "refused" else ("~", "amber")


def project_text(failure: TeamFailure) -> str:
    """Return the name of the project, or that it is of the lists that all share."""
    return failure_project(failure.record, {failure.project: failure.name})


def mine_text(failure: TeamFailure) -> str:
    """Return the value that did not stand; of a whole project there is none to show."""
    return mine_words(failure.record)


def failure_title(failure: TeamFailure | None, people: People) -> TextLine:
    """Return what a change was of, and what became of it."""
    if failure is None:
        return ()
    fates = {"refused": pgettext("team", "refused"), "overtaken": _("overtaken")}
    sign, tone = failure_mark(failure)
    fate = fates[failure.kind]
    if failure.dismissed:
        fate = pgettext("team", "put back") if failure.is_put_back else _("dismissed")
    name = _("{project}, {field}").format(
        project=project_text(failure), field=path_words(failure.record, people)
    )
    return line(StyledText(name, "strong"), StyledText(f"  {sign} {fate}", tone))


def about(
    failure: TeamFailure | None, people: People, cells: int, rows: int, today: date
) -> list[TextLine]:
    """Return a change in full: both values, whose and when, the reason, and what to do."""
    if failure is None:
        return []
    record = failure.record
    when = since_text(failure.at, today)
    mine = mine_text(failure) or path_words(record, people)
    texts: list[tuple[str, Tone]] = [
        (_("yours, {when}: {value}").format(when=when, value=mine), "")
    ]
    if failure.kind == "refused":
        texts.append((reason_words(record), "red"))
    else:
        theirs = theirs_words(record)
        by = writer_words(record)
        texts.append((_("stands, by {by}: {value}").format(by=by, value=theirs), ""))
        if record.get("reason"):
            texts.append((reason_words(record), "amber"))
    if not failure.dismissed:
        texts.append((f"{glyphs().onward} {advice_words(record, failure.kind)}", "strong"))
    most = max(1, rows - len(texts) + 1)
    return [
        line(StyledText(part, tone)) for text, tone in texts for part in wrap(text, cells, most)
    ]
