"""The letter of the last import: of each owner what it changed, and what wants an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from deals.edits.store_settings import recall_import_letter
from deals.owners import owner_key
from reports.parts.report_part import join_words
from reports.report import Block, Report, ReportColumn, ReportHeading, ReportRow, ReportTable
from reports.report_cells import count_cell, day_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from views.import_letter import (
    NEWS,
    ImportLetter,
    LetterItem,
    LetterKind,
    OwnerLetter,
    load_letter,
)
from views.import_report import counts_text
from wording import N_, _, language, pgettext
from wording.candidate_texts import owner_text
from wording.errors import one_line, short_path, whole_path

KIND_NAMES: Mapping[LetterKind, str] = {
    "contradicts": N_("the table says otherwise"),
    "handed-over": N_("handed over"),
    "refused": N_("refused"),
    "gone": N_("gone from the table"),
    "twin": N_("listed twice"),
    "near": N_("similar name"),
    "added": N_("added"),
    "changed": N_("changed"),
}


def build_import_letter_report(context: ReportContext) -> Report:
    """Build the letter of the last import, with room for an answer to each question."""
    letter = narrow_letter(load_letter(recall_import_letter(context.book)), context)
    facts = list_facts(context, rates=False)
    if letter is not None:
        facts = (*facts[:1], (_("File"), short_path(letter.file)), *facts[1:])
    return Report(
        kind="import-letter",
        title=_("Import letter"),
        language=language(),
        facts=facts,
        blocks=tuple(_list_blocks(letter)),
        definitions=define_figures("letter"),
        wide=True,
    )


def narrow_letter(letter: ImportLetter | None, context: ReportContext) -> ImportLetter | None:
    """Narrow a letter to an owner and to the projects that a filter finds; None for no letter."""
    if letter is None:
        return None
    key = None if context.owner is None else owner_key(context.owner)
    owners = (each for each in letter.owners if key is None or owner_key(each.owner) == key)
    if context.ids is None:
        return replace(letter, owners=tuple(owners))
    ids = context.ids
    narrowed = (
        replace(each, items=tuple(item for item in each.items if item.id in ids), counts={})
        for each in owners
    )
    return replace(letter, owners=tuple(each for each in narrowed if each.items))


def _list_blocks(letter: ImportLetter | None) -> Iterator[Block]:
    owners = letter.owners if letter else ()
    empty = _("Nothing was imported yet, or the last import has nothing to say here.")
    yield ReportTable(
        (
            ReportColumn(pgettext("paper", "Owner"), share=3),
            ReportColumn(_("To answer"), "number", 2),
            ReportColumn(_("What the import did"), share=6),
        ),
        tuple(_owner_counts(each) for each in owners),
        title=_("By owner"),
        empty=empty,
    )
    for each in owners:
        yield from _list_owner(each)


def _owner_counts(letter: OwnerLetter) -> ReportRow:
    count = len(letter.questions)
    return (
        text_cell(owner_text(one_line(letter.owner)), "strong"),
        count_cell(count, "amber" if count else ""),
        text_cell(counts_text(letter.counts) if letter.counts else ""),
    )


def _list_owner(letter: OwnerLetter) -> Iterator[Block]:
    """Yield what an owner is asked, and what they are only told."""
    news = [item for item in letter.items if item.kind in NEWS]
    if not letter.items:
        return
    yield ReportHeading(owner_text(one_line(letter.owner)))
    if letter.questions:
        yield _item_table(_("To answer"), letter.questions, asked=True)
    if news:
        yield _item_table(_("For knowledge"), news, asked=False)


def _item_table(title: str, items: Sequence[LetterItem], *, asked: bool) -> ReportTable:
    columns = [
        ReportColumn(pgettext("paper", "Project"), share=5),
        ReportColumn(pgettext("paper", "About"), share=3),
        ReportColumn(_("What to know"), share=8),
        ReportColumn(_("Where"), share=4),
    ]
    if asked:
        columns += [
            ReportColumn(pgettext("paper", "Since"), "date", 3),
            ReportColumn(_("Ask"), share=3),
            ReportColumn(_("Answer"), share=5),
        ]
    return ReportTable(tuple(columns), tuple(_item_row(each, asked=asked) for each in items), title)


def _item_row(item: LetterItem, *, asked: bool) -> ReportRow:
    row = (
        text_cell(one_line(item.project), "strong"),
        text_cell(_(KIND_NAMES[item.kind]), "red" if item.kind == "refused" else ""),
        text_cell(whole_path(item.text)),
        text_cell(short_path(item.place)),
    )
    if not asked:
        return row
    return (
        *row,
        day_cell(item.since),
        text_cell(join_words(map(one_line, item.ask))),
        text_cell(""),
    )
