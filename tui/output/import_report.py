"""Report of an import: a line for each row, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from store.tables.pipeline import FieldChange, ImportOutcome, ImportResult
from wording import N_, _
from wording.errors import one_line
from wording.names import field_name, field_value

KINDS = {
    "added": N_("added"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "refused": N_("refused"),
    "passed": N_("passed over"),
}
REASONS = {
    "title": N_("a title"),
    "header": N_("the headings again"),
    "total": N_("a total"),
    "note": N_("a note"),
    "blank": N_("blank"),
}
REMARKS = {
    "copied": N_("its record number is that of another row, so it is a new one"),
    "new-field": N_('"{text}" is a new field of work'),
    "other-project": N_('the form is of "{text}", so its start and leader are left alone'),
}
IGNORED = N_("{file}: the column {header} means nothing to us and was left alone")
SHEET = N_("sheet {sheet}")
ROW, ROWS = N_("row {first}"), N_("rows {first}-{last}")
CARD, CARDS = N_("card {first}"), N_("cards {first}-{last}")
MOVED = N_("{field} {old} -> {new}")
OF_CONTACT = N_("{field} of {contact}")
NOTHING = N_("There is nothing to import.")


def outcome_lines(result: ImportResult) -> Iterator[str]:
    """Yield a line for each row or run of rows, then one for each column left alone."""
    for outcome in result.outcomes:
        yield _("{place}: {sentence}").format(place=_where(outcome), sentence=_what(outcome))
    for file, header in result.ignored:
        yield _(IGNORED).format(file=file, header=one_line(header))


def summary(outcomes: Sequence[ImportOutcome]) -> str:
    """Return how many projects were added, changed and so on, in one line."""
    counts = Counter[str](outcome.kind for outcome in outcomes)
    shown = (f"{_(KINDS[kind])} {counts[kind]}" for kind in KINDS if counts[kind])
    return _(", ").join(shown) or _(NOTHING)


def _where(outcome: ImportOutcome) -> str:
    parts = [outcome.file]
    if outcome.sheet:
        parts.append(_(SHEET).format(sheet=outcome.sheet))
    if outcome.row:
        single, several = (CARD, CARDS) if outcome.unit == "card" else (ROW, ROWS)
        rows = _(single if outcome.row == outcome.last else several)
        parts.append(rows.format(first=outcome.row, last=outcome.last))
    return _(", ").join(parts)


def _what(outcome: ImportOutcome) -> str:
    words = [_(KINDS[outcome.kind])]
    if outcome.reason:
        words.append(_(REASONS[outcome.reason]))
    words.append(one_line(outcome.project))
    if outcome.kind == "changed":
        words.append(_("; ").join(map(_change, outcome.changes)))
    words += (
        _(REMARKS[remark.code]).format(text=one_line(remark.text)) for remark in outcome.remarks
    )
    return _(", ").join(filter(None, words))


def _change(change: FieldChange) -> str:
    field = field_name(change.field)
    if change.contact and change.field != "contacts":
        field = _(OF_CONTACT).format(field=field, contact=change.contact)
    old, new = (one_line(field_value(change.field, text)) for text in (change.old, change.new))
    return _(MOVED).format(field=field, old=old, new=new)
