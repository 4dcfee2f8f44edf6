"""Stages as tables name them: by the ids of the playbook, or by names that the user has mapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from deals.errors import UserError
from deals.fields.project_fields import read_status, unknown_stage
from deals.parsing.reading_context import ReadingContext
from deals.parsing.status_words import STATUS_WORDS, status_key
from deals.parsing.text import fold_text
from deals.playbook import Playbook
from store.tables.grid import GridRow
from store.tables.grouped_rows import find_group_total
from store.tables.headers import HeaderedTable
from store.tables.results import ImportOptions, StageName


class StageMeaning(NamedTuple):
    """What the text of a stage column means: a value of the field `stage`, or of `status`."""

    field: str
    value: str


def read_stage_target(text: str, playbook: Playbook) -> StageMeaning | None:
    """Read what a name of a stage is mapped to: a stage or a status by any name; None for neither.

    Figures alone are no stage: a table may count by its own.
    """
    state = playbook.find_state(text, numbers=False)
    if state and state.stage:
        return StageMeaning("stage", state.stage)
    status = state.status if state else STATUS_WORDS.get(status_key(text))
    return StageMeaning("status", status) if status else None


def check_stage_names(options: ImportOptions, playbook: Playbook) -> None:
    """Refuse (`stage-map-unknown`) a name that is mapped to neither a stage nor a status."""
    for name, target in options.stages.items():
        if read_stage_target(target, playbook) is None:
            targets = playbook.name_stages("targets", "won", "lost", "on_hold", "abandoned")
            written = options.written.get(name, name)
            raise UserError("stage-map-unknown", name=written, text=target, **targets)


def name_stage_figures(table: HeaderedTable) -> HeaderedTable:
    """Return the table with the figures in its column of stages as ids, where others are ids.

    Among `P2` and `P4` a `3` is P3; a table of figures alone may count by its own.
    """
    column = table.columns.get("stage")
    cells = [line.cells.get(column.number) for line in table.body] if column else []
    texts = [cell.text for cell in cells if cell]
    figures = sum(map(bool, map(_FIGURE.fullmatch, texts)))
    if column is None or not figures:
        return table
    if sum(map(bool, map(_STAGE_ID.match, texts))) <= figures:
        return table
    at, body = column.number, list[GridRow]()
    for line in table.body:
        cell = line.cells.get(at)
        if cell and _FIGURE.fullmatch(cell.text):
            named = cell._replace(text=f"P{cell.text}", exact=None)
            line = GridRow(line.number, {**line.cells, at: named}, line.hidden)
        body.append(line)
    return replace(table, grid=replace(table.grid, lines=(*table.above, table.header, *body)))


_FIGURE, _STAGE_ID = re.compile("[0-9]"), re.compile("[Pp] ?[0-9]")


def read_stage_cell(
    field_id: str, text: str, names: Mapping[str, str], reading: ReadingContext
) -> StageMeaning:
    """Read the text of a stage or status column; `names` are the user's own, by folded text.

    A name that the user has mapped goes before what the text would mean by itself. A stage column
    may say a status (`Closed Won`). Between two stages (P2-P3) is not a state (method, section 1).
    Refusals `stage-unknown` and `status-unknown`.
    """
    target = find_target(text, names) if names else None
    if target and (meant := read_stage_target(target, reading.playbook)):
        return meant
    if field_id == "status":
        return StageMeaning("status", read_status(text, reading))
    for name in dict.fromkeys((text, without_pipeline(text))):
        if meant := read_stage_target(name, reading.playbook):
            return meant
    raise unknown_stage(text, reading)


def find_target(text: str, names: Mapping[str, str]) -> str | None:
    """Find what the user has said that a name means; `names` are by folded text."""
    return names.get(fold_text(text)) or names.get(fold_text(without_pipeline(text)))


_PIPELINE = re.compile(r"\s*[(（][^()（）]+[)）]$")


def without_pipeline(text: str) -> str:
    """Return a name of a stage without its pipeline: `Contract Sent (Sales Pipeline)`."""
    return _PIPELINE.sub("", text) or text


def list_stage_names(
    tables: Sequence[HeaderedTable], reading: ReadingContext
) -> tuple[StageName, ...]:
    """List the names in the columns of stages and statuses as they come, and what each means."""
    meanings: dict[str, str] = {}
    counts = Counter[str]()
    for table in tables:
        for field_id in ("stage", "status"):
            for text in _texts_below(table, field_id):
                counts[text] += 1
                if text not in meanings:
                    meanings[text] = _meaning(field_id, text, table, reading)
    return tuple(StageName(text, value, counts[text]) for text, value in meanings.items())


def _texts_below(table: HeaderedTable, field_id: str) -> list[str]:
    """Return the texts of a field in the rows that name a project."""
    column, name = table.columns.get(field_id), table.columns.get("name")
    if column is None or name is None:
        return []
    rows = (line for line in table.body if name.number in line.cells)
    cells = (line.cells.get(column.number) for line in rows if not find_group_total(table, line))
    return [cell.text for cell in cells if cell is not None and cell.text]


def _meaning(field_id: str, text: str, table: HeaderedTable, reading: ReadingContext) -> str:
    with suppress(UserError):
        return read_stage_cell(field_id, text, table.options.stages, reading).value
    return ""
