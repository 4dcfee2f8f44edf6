"""Key projects and candidates as a table of the shell, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from deals.parsing.amounts import short_amount
from tui.output.plain_text import OutputColumn
from views.key_rows import KIND_SIGNS, KeyRow, why_key_text
from wording import language, pgettext
from wording.candidate_texts import owner_text


def key_columns() -> tuple[OutputColumn, ...]:
    """Return the columns of key projects, in the language spoken now."""
    return (
        OutputColumn(""),
        OutputColumn(pgettext("column", "Owner"), least=6),
        OutputColumn(pgettext("column", "Project"), least=12),
        OutputColumn(pgettext("column", "Amount"), figures=True),
        OutputColumn(pgettext("column", "Why"), least=16),
    )


def key_cells(row: KeyRow) -> tuple[str, ...]:
    """Return a row's cells under `key_columns`, as plain text."""
    project = row.candidate.project
    amount = short_amount(project.amount, language()) if project.amount else ""
    owner, sign = owner_text(row.owner), KIND_SIGNS[row.kind][0]
    return (sign, owner, project.name, amount, why_key_text(row))


def key_csv(rows: Iterable[KeyRow], *, marked: bool | None = None) -> bytes:
    """Return key projects and candidates as CSV in UTF-8, headed in the language spoken now."""
    from deals.fields import PROJECT
    from store.tables.export import delimited_bytes  # tables, which only --csv needs
    from store.tables.pipeline_columns import UNREAD_COLUMNS

    chinese = language().startswith("zh")
    fields = [PROJECT.columns[id_] for id_ in ("key", "owner", "name", "amount", "stage", "signs")]
    *names, id_name = (
        column.zh if chinese else column.en for column in (*fields, UNREAD_COLUMNS["id"])
    )
    table: list[Sequence[str]] = [[*names, pgettext("column", "Why"), id_name]]
    for row in rows:
        project = row.candidate.project
        table.append(
            [
                KIND_SIGNS[row.kind][0],
                owner_text(row.owner),
                project.name,
                *(PROJECT[id_].text(project) for id_ in ("amount", "stage", "signs")),
                why_key_text(row),
                project.id,
            ]
        )
    return delimited_bytes(table, language(), marked=marked)


def key_records(rows: Iterable[KeyRow]) -> list[dict[str, Any]]:
    """Return key projects and candidates, owner by owner.

    `kind` is starred, proposed or unmet (meet somebody within days, or drop it), `reason` says why
    in the language spoken now; `place` is that by money among its owner's projects in its currency.
    """
    return [
        {
            "owner": row.owner,
            "kind": row.kind,
            "project": {"id": row.candidate.project.id, "name": row.candidate.project.name},
            "strategy": row.candidate.project.key_strategy,
            "reason": why_key_text(row),
            "place": row.candidate.place or None,
            "days_left": row.candidate.days_left,
            "stage": row.candidate.project.stage,
            "coach": row.candidate.coach,
            "unmet": row.candidate.unmet or None,
        }
        for row in rows
    ]
