"""Strategies with their questions and answers, risks, and measures for when things turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from deals.model import Flag, Project
from deals.network.analysis import analyse
from deals.playbook import Playbook
from deals.questions import (
    WEAK,
    Checklist,
    QuestionStatus,
    SectionStatus,
    checklist,
    count_unknown,
    due_questions,
)
from deals.rules.triage import Assessment
from reports.parts.people_parts import advise_hole
from reports.parts.report_part import ReportPart, asked_project, name_value, stack_texts
from reports.report import (
    Block,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportRow,
    ReportTable,
    ReportTone,
)
from reports.report_cells import text_cell, titled_columns
from reports.report_context import ReportContext
from reports.report_texts import write_day, write_day_cell
from wording import _, add_note, language, ngettext, pgettext
from wording.findings import flag_next, flag_reason, rule_name
from wording.names import answer_name
from wording.record_names import former_text, note_title, question_text

_SIGNS = {"yes": "●", "partly": "▲", "no": "○", "unknown": "?"}
_TONES: dict[str, ReportTone] = {"yes": "good", "partly": "amber", "no": "red"}


def make_question_part(context: ReportContext) -> ReportPart:
    """Make the sections of strategy: what is written, its questions, answers and evidence."""
    found = _list_questions(context)
    missing = _("No strategy question is answered: in the app 2 opens the strategy, y p n answer.")
    blocks: list[Block] = []
    for part in found.parts:
        if not part.section.measures and _is_begun(part):
            blocks += _section_blocks(part)
    blocks += _list_dropped(found, context)
    due = describe_due_questions(asked_project(context), context.playbook, context.today)
    if blocks and due:
        blocks.insert(0, ReportParagraph(due, "strong"))
    return ReportPart(_("Strategies and questions"), tuple(blocks), missing)


def describe_due_questions(project: Project, playbook: Playbook, today: date) -> str:
    """Say how many questions are due at the stage and how they are answered; empty for none."""
    due = due_questions(project, playbook, today)
    if not due:
        return ""
    text = ngettext(
        "{count} question due by {stage}: {settled} yes, {weak} partly or no, {open} open",
        "{count} questions due by {stage}: {settled} yes, {weak} partly or no, {open} open",
        len(due),
    )
    return text.format(
        count=len(due),
        stage=project.stage,
        settled=sum(each.value == "yes" for each in due),
        weak=sum(each.value in WEAK for each in due),
        open=count_unknown(due),
    )


def _list_questions(context: ReportContext) -> Checklist:
    return checklist(asked_project(context), context.playbook, context.today)


def _is_begun(part: SectionStatus) -> bool:
    """Whether anything is written in a section: its strategy, or an answer to some question."""
    return part.strategy is not None or any(
        status.answer and (status.recorded != "unknown" or status.answer.evidence)
        for status in part.questions
    )


def _section_blocks(part: SectionStatus) -> Iterator[Block]:
    yield ReportHeading(part.section.name.of(language()), 2)
    if part.strategy:
        yield ReportParagraph(part.strategy.text)
    yield ReportParagraph(_score_words(part), "dim")
    shown = [status for status in part.questions if _is_shown(status)]
    if shown:
        yield _question_table(shown)


def _score_words(part: SectionStatus) -> str:
    text = _("{share} answered well").format(share=f"{part.score:.0%}")
    if not part.unknown:
        return text
    unknown = ngettext("{count} unknown", "{count} unknown", part.unknown)
    return _("{text}; {note}").format(text=text, note=unknown.format(count=part.unknown))


def _is_shown(status: QuestionStatus) -> bool:
    """Whether a question is listed: it is answered, or due by the stage that is reached."""
    answer = status.answer
    return status.due or (
        answer is not None and (answer.value != "unknown" or answer.evidence != "")
    )


def _question_table(questions: Sequence[QuestionStatus]) -> ReportTable:
    titles = (
        (_("Question"), 5),
        (_("Answer"), 2),
        (_("Evidence"), 6),
        (_("Who, when"), 2),
    )
    columns = titled_columns(*titles)
    return ReportTable(columns, tuple(map(_question_row, questions)))


def _question_row(status: QuestionStatus) -> ReportRow:
    answer = status.answer
    words = f"{_SIGNS[status.recorded]} {answer_name(status.recorded)}"
    tone = _TONES.get(status.recorded, "red" if status.due else "")
    if status.old:
        aged = _("{days} days old, counts as unknown").format(days=status.age)
        words, tone = stack_texts(words, aged), "amber"
    elif status.bare:
        words, tone = stack_texts(words, _("without measures, counts as unknown")), "amber"
    elif status.late:
        words = stack_texts(words, _("due"))
    former = [former_text(each) for each in answer.former] if answer else []
    return (
        text_cell(status.asked.question.text.of(language())),
        text_cell(words, tone),
        text_cell(stack_texts(answer.evidence if answer else "", *former)),
        text_cell(
            stack_texts(answer.owner or answer.by, write_day_cell(answer.on)) if answer else ""
        ),
    )


def _list_dropped(found: Checklist, context: ReportContext) -> Iterator[Block]:
    """Yield the answers and strategies that the playbook asks for no more."""
    texts = [
        name_value(
            question_text(context.playbook, answer.question),
            f"{answer_name(answer.value)} {answer.evidence}".rstrip(),
        )
        for answer in found.dropped
    ]
    texts += [
        name_value(note_title(context.playbook, note.key), note.text)
        for note in found.dropped_strategies
    ]
    if texts:
        yield ReportHeading(_("No longer asked"), 2)
        yield ReportList(tuple(texts))


def make_risk_part(context: ReportContext) -> ReportPart:
    """Make the risks: what triage flags and what to do, and measures for when things turn."""
    project = asked_project(context)
    found = context.assess(project)
    blocks: list[Block] = []
    if found.flags:
        blocks.append(flag_table(found, context))
    blocks += _list_asleep(found, context)
    for part in _list_questions(context).parts:
        if part.section.measures and _is_begun(part):
            blocks += _section_blocks(part)
    return ReportPart(_("Risks and contingency"), tuple(blocks))


def flag_table(found: Assessment, context: ReportContext) -> ReportTable:
    """Return what is flagged of a project: how severe, why, and what to do next."""
    red, amber, info = (
        pgettext("severity", "red"),
        pgettext("severity", "amber"),
        pgettext("severity", "note"),
    )
    words: dict[str, tuple[str, ReportTone]] = {
        "red": (f"! {red}", "red"),
        "amber": (f"~ {amber}", "amber"),
        "info": (f"- {info}", "dim"),
    }
    playbook = context.playbook
    rows = tuple(
        (
            text_cell(*words[flag.severity]),
            text_cell(rule_name(flag, playbook)),
            text_cell(flag_reason(flag, playbook)),
            text_cell(_advise(flag, context)),
        )
        for flag in found.flags
    )
    titles = ((pgettext("flag", "Weight"), 2), (_("Risk"), 3), (_("Why"), 6), (_("What to do"), 6))
    return ReportTable(titled_columns(*titles), rows)


def _advise(flag: Flag, context: ReportContext) -> str:
    """Say what to do about a flag; of a hole in the net it is what stands with the net."""
    project, playbook = asked_project(context), context.playbook
    if flag.rule != "holes":
        return flag_next(flag, playbook)
    net = analyse(project, playbook)
    about = flag.figures.get("line"), flag.figures.get("level")
    place = next((each for each in net.holes if (each.line, each.level) == about), None)
    return advise_hole(project, net, playbook, place) if place else flag_next(flag, playbook)


def _list_asleep(found: Assessment, context: ReportContext) -> Iterator[Block]:
    texts = [
        add_note(
            rule_name(flag, context.playbook),
            join_snooze(write_day(nap.until), nap.reason),
        )
        for flag, nap in found.asleep
    ]
    if texts:
        yield ReportHeading(_("Snoozed"), 2)
        yield ReportList(tuple(texts))


def join_snooze(until: str, reason: str) -> str:
    """Return until when a flag is snoozed, and why."""
    text = _("until {day}").format(day=until)
    return name_value(text, reason) if reason else text
