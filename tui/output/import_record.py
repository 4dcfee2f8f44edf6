"""What an import did as a JSON record: what `import --json` prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store.tables.results import (
    FieldChange,
    ImportOutcome,
    ImportResult,
    NearCustomer,
    SourceRemark,
    StageName,
    TwinProjects,
)
from views.import_letter import LetterItem, OwnerLetter, write_letters
from views.row_changes import still_text
from wording.errors import say


def import_record(result: ImportResult, backup: Path | None) -> dict[str, Any]:
    """Return the outcome of each row, what columns and names of stages were taken for, what was
    left out, and the backup that was made before.
    """
    return {
        "rows": [_row(outcome) for outcome in result.outcomes],
        "columns": [
            {
                "file": column.file,
                "sheet": column.sheet or None,
                "header": column.header,
                "field": column.field or None,
            }
            for column in result.columns
        ],
        "currencies": [each._asdict() for each in result.currencies],
        "stages": [_stage(stage) for stage in result.stages],
        "unmapped_stages": list(result.unmapped_stages),
        "sheets_not_read": [
            {"file": left.file, "sheet": left.sheet or None, "reason": left.reason}
            for left in result.not_read
        ],
        "remarks": [_remark(remark) for remark in result.remarks],
        "gone": [each._asdict() for each in result.gone],
        "left": [each._asdict() for each in result.left],
        "twins": [_twins(each) for each in result.twins],
        "near_customers": [_near(each) for each in result.near],
        "letter": [_letter(letter) for letter in write_letters(result)],
        "backup": f"{backup}" if backup else None,
    }


def _stage(stage: StageName) -> dict[str, Any]:
    return {
        "name": stage.name,
        "value": stage.value or None,
        "rows": stage.rows,
        "remembered": stage.origin or None,
        "source": stage.source or None,
    }


def _remark(remark: SourceRemark) -> dict[str, Any]:
    return {
        "file": remark.file,
        "sheet": remark.sheet or None,
        "code": remark.code,
        "text": f"{remark.text}; {remark.other}" if remark.other else remark.text,
    }


def _twins(twins: TwinProjects) -> dict[str, Any]:
    return {
        "name": twins.name,
        "customer": twins.customer or None,
        "projects": [{"id": id_, "owner": owner} for id_, owner in twins.projects],
    }


def _near(near: NearCustomer) -> dict[str, Any]:
    known = [{"name": name, "projects": count} for name, count in near.known]
    return {"name": near.name, "known": known}


def _letter(letter: OwnerLetter) -> dict[str, Any]:
    return {
        "owner": letter.owner or None,
        "counts": dict(letter.counts),
        "items": [_letter_item(item) for item in letter.items],
    }


def _letter_item(item: LetterItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "project": item.project or None,
        "id": item.id,
        "place": item.place or None,
        "text": item.text,
        "since": f"{item.since}" if item.since else None,
        "ask": list(item.ask),
    }


def _row(outcome: ImportOutcome) -> dict[str, Any]:
    return {
        "file": outcome.file,
        "sheet": outcome.sheet or None,
        "row": outcome.row or None,
        "outcome": "ignored" if outcome.kind == "passed" else outcome.kind,
        "project": outcome.project or None,
        "changes": [_change(change) for change in outcome.changes],
        "still": [_change(change) for change in outcome.still],
        "reason": "; ".join(map(say, outcome.refusals)) or outcome.reason or _still(outcome),
        "remarks": [{"code": remark.code, "text": remark.text} for remark in outcome.remarks],
    }


def _still(outcome: ImportOutcome) -> str | None:
    return still_text(outcome) if outcome.still else None


def _change(change: FieldChange) -> dict[str, Any]:
    whose = {"contact": change.contact} if change.contact else {}
    return {"field": change.field, **whose, "from": change.old or None, "to": change.new or None}
