"""What is expected of a project on a paper: outlook, odds part by part, history (section 8)."""

from __future__ import annotations

from collections.abc import Iterator

from deals.history import LogEntry, history_key, log_entries
from deals.model import Change, Project, Touch
from deals.numbers.evidence import Evidence
from deals.numbers.list_sums import MoneyRule
from deals.numbers.slips import count_slips
from deals.numbers.states import list_moves
from deals.playbook import Playbook
from deals.project_notes import OUTLOOK_KEYS, find_note
from reports.parts.report_part import ReportPart, asked_project, join_words, stack_texts
from reports.report import (
    Block,
    ReportColumn,
    ReportHeading,
    ReportParagraph,
    ReportRow,
    ReportTable,
)
from reports.report_cells import form_columns, label_cell, text_cell, titled_columns
from reports.report_context import ReportContext
from reports.report_texts import write_day_cell, write_money
from views.changes import history_value_text, note_text
from views.numbers.arithmetic import FACT_NAMES
from views.touches import worth_text
from wording import _, ngettext
from wording.names import change_name, touch_name
from wording.record_names import note_title

_MOVES = ("stage", "amount", "signs", "status", "owner", "tender")


def make_outlook_part(context: ReportContext) -> ReportPart:
    """Make the outlook: how project, customer and market will go on, and what is asked for."""
    project = asked_project(context)
    missing = _("No outlook is written: in the app 6 opens the review, e writes.")
    rows = tuple(_list_outlook(project, context.playbook))
    blocks = (ReportTable(form_columns(2, (2, 7)), rows, form=True),) if rows else ()
    return ReportPart(_("Outlook and what is asked for"), blocks, missing)


def _list_outlook(project: Project, playbook: Playbook) -> Iterator[ReportRow]:
    for key in OUTLOOK_KEYS:
        note = find_note(project, key)
        if note and note.text:
            yield label_cell(note_title(playbook, key)), text_cell(note.text)


def make_odds_part(context: ReportContext) -> ReportPart:
    """Make the odds of a project in play: completion, win rate, and what corrects it."""
    project = asked_project(context)
    if project.status != "open" or context.playbook.reached(project.stage, context.playbook.signed):
        return ReportPart(_("Odds, part by part"))
    found = context.figures.evidence(project)
    if found is None and project.amount is None:
        return ReportPart(_("Odds, part by part"))
    rows = [*_list_completion(project, context)]
    rows += _list_evidence(project, found) if found else []
    columns = (
        ReportColumn(_("Part"), share=6),
        ReportColumn("%", "number", share=2),
        ReportColumn(_("Amount"), "money", share=3),
    )
    blocks: list[Block] = [ReportTable(columns, tuple(rows), sums=1 if found else 0)]
    if found is None:
        text = _(
            "No win rate is known for this stage: the playbook sets it (win), or ten ended "
            "projects show it."
        )
        blocks.append(ReportParagraph(text, "dim"))
    return ReportPart(_("Odds, part by part"), tuple(blocks))


def _list_completion(project: Project, context: ReportContext) -> Iterator[ReportRow]:
    counted = MoneyRule(context.playbook).count_project(project)
    money = project.amount is not None
    whole = write_money(counted.money, counted.currency) if money else ""
    yield text_cell(_("Expected amount, the middle of a range")), text_cell(""), text_cell(whole)
    weight = context.playbook.weight(project.stage)
    done = write_money(counted.weighted, counted.currency) if money else ""
    yield (
        text_cell(_("By degree of completion of {stage}").format(stage=project.stage)),
        text_cell(f"{weight:.0%}"),
        text_cell(done),
    )


def _list_evidence(project: Project, found: Evidence) -> Iterator[ReportRow]:
    """Yield the win rate of the stage, each fact that corrects it, and what it comes to."""
    yield _odds_row(_("Win rate of {stage}").format(stage=project.stage), f"{found.base}%")
    for part in found.parts:
        name = _(FACT_NAMES[part.fact])
        if part.effect.measured:
            cases = _("{fact}, measured on {with_it} ended projects with it and {without} without")
            name = cases.format(fact=name, with_it=part.effect.having, without=part.effect.lacking)
        else:
            name = _("{fact} (a guess)").format(fact=name)
        yield _odds_row(name, f"{part.percent:+d}")
    yield _odds_row(_("Odds of winning, after what is known"), f"{found.percent}%")


def _odds_row(name: str, percent: str) -> ReportRow:
    return text_cell(name), text_cell(percent), text_cell("")


def make_history_part(context: ReportContext) -> ReportPart:
    """Make the history: moves of stage, amount, window and owner, and every touch."""
    project = asked_project(context)
    entries = log_entries(project)
    blocks: list[Block] = []
    if slips := count_slips(list_moves(project)):
        text = ngettext(
            "The close date moved later {count} time.",
            "The close date moved later {count} times.",
            slips,
        )
        blocks.append(ReportParagraph(text.format(count=slips), "amber"))
    if moves := tuple(_list_move_rows(entries, context)):
        titles = (
            (_("Day"), 2),
            (_("What moved"), 2),
            (_("From"), 3),
            (_("To"), 3),
            (_("By"), 2),
            (_("Note"), 4),
        )
        columns = titled_columns(*titles)
        blocks += [ReportHeading(_("Moves"), 2), ReportTable(columns, moves)]
    if touches := touch_table(project):
        blocks += [ReportHeading(_("Touches"), 2), touches]
    missing = _("No touch is logged: in the app y in the people (1) logs one.")
    return ReportPart(_("History"), tuple(blocks), missing)


def _list_move_rows(entries: tuple[LogEntry, ...], context: ReportContext) -> Iterator[ReportRow]:
    for entry in entries:
        change = entry.what
        if isinstance(change, Change) and change.field in _MOVES and change.subject is None:
            values = (
                history_value_text(history_key(change), text, context.playbook) if text else "–"
                for text in (change.old, change.new)
            )
            note = note_text(change.note, change.new, context.playbook)
            yield (
                text_cell(write_day_cell(change.on)),
                text_cell(change_name(change.field)),
                *map(text_cell, values),
                text_cell(change.by),
                text_cell(note),
            )


def touch_table(project: Project, most: int | None = None) -> ReportTable | None:
    """Return touches, the latest `most` first, with whom and what came of it; None for none."""
    touches = sorted(project.touches, key=lambda touch: touch.on, reverse=True)[:most]
    titles = ((_("Day"), 2), (_("How"), 2), (_("With"), 3), (_("What came of it"), 7), (_("By"), 2))
    columns = titled_columns(*titles)
    rows = tuple(_touch_row(touch, project) for touch in touches)
    return ReportTable(columns, rows) if rows else None


def _touch_row(touch: Touch, project: Project) -> ReportRow:
    met = join_words(each.name for each in project.contacts if each.id in touch.contacts)
    texts = (
        write_day_cell(touch.on),
        touch_name(touch.how),
        met,
        stack_texts(touch.note, worth_text(touch.worth, touch.currency)),
        touch.by,
    )
    return tuple(map(text_cell, texts))
