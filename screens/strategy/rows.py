"""Lines of the strategy room: the sections, a question's row, all that is known of one. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from deals.checks import Check, causes_of, rows_of
from deals.model import Answer, Project
from deals.playbook import Playbook
from screens.kit.cells import fit
from screens.kit.rowlist import RowText
from screens.kit.spans import Line, Span, Tone, line
from screens.kit.table import GUTTER, Cell, Column
from screens.kit.wording import _, language, pgettext
from screens.kit.wording.names import answer_name
from screens.kit.wording.thread import question_text
from screens.strategy.pages import Page, Pages

LEFT = 23  # the last cell parts it from the questions
WIDE = 80  # cells of the right side from which evidence and owner have columns of their own
_TONES: dict[str, Tone] = {"yes": "good", "partly": "amber", "no": "red"}


def section_lines(every: Pages, current: str) -> tuple[list[Line], int]:
    """The sections with score and unknowns, those with nothing to look at dim; and which is lit."""
    section, score = fit(_("Section"), 11), fit(_("Score"), 5, "right")
    titles = f"{'':{GUTTER}}{section}{score} {'?':>2}"
    lines = [line(Span(titles, "dim"))]
    lines += [_section(page, page.id == current) for page in every.every]
    return lines, 1 + [page.id for page in every.every].index(current)


def _section(page: Page, here: bool) -> Line:
    gutter = f"{'>' if here else ' ':{GUTTER}}"
    if page.score is None:
        return line(Span(gutter + fit(page.title, LEFT - GUTTER), "dim"))
    tone: Tone = "" if page.ids else "dim"
    figures = f"{fit(f'{page.score * 100:.0f}%', 5, 'right')} {page.unknown or '-':>2}"
    return line(Span(gutter + fit(page.title, 11) + figures, tone))


def columns(cells: int) -> tuple[Column, ...]:
    """The columns of the questions for a right side of `cells`; the question takes the rest."""
    wide = cells >= WIDE
    more = (
        Column("evidence", pgettext("column", "Shown by"), cells // 4),
        Column("owner", pgettext("column", "Owner"), 8),
    )
    fixed = [Column("answer", pgettext("column", "Answer"), 10), *(more if wide else ())]
    due = Column("due", pgettext("column", "Due"), 9)
    left = cells - GUTTER - due.cells - 1 - sum(one.cells + 1 for one in fixed)
    text = Column("text", pgettext("column", "Question"), max(10, left))
    return (fixed[0], text, *fixed[1:], due)


def check_row(one: Check, *, wide: bool) -> RowText:
    """The row of a question; an old answer is dim and says its age."""
    said = answer_name(one.said) if one.said != "unknown" else "?"
    if one.old:
        said = _("{answer} {days}d").format(answer=said, days=one.age)
    tone: Tone = "dim" if one.old else _TONES.get(one.said, "")
    text = Cell(one.asked.question.text.of(language()), "dim" if one.old else "")
    answer = one.answer or Answer(question=one.id)
    more = (Cell(answer.evidence), Cell(answer.owner)) if wide else ()
    # Stages are user data: they are not translated and may be of any length up to six.
    due = _("due by {stage}") if one.late else _("by {stage}")
    by = due.format(stage=one.asked.due) if one.late or one.soon else one.asked.due
    shown = Cell(by, "amber" if one.late else "" if one.soon else "dim")
    sign = "~" if one.late else " "
    return RowText((Cell(said, tone), text, *more, shown), sign, "amber" if one.late else "")


def dropped_row(answer: Answer, text: str, *, wide: bool) -> RowText:
    """The row of an answer whose question is asked no more."""
    more = (Cell(answer.evidence, "dim"), Cell(answer.owner, "dim")) if wide else ()
    return RowText((Cell(answer_name(answer.value), "dim"), Cell(text, "dim"), *more, Cell("")))


def dropped_about(answer: Answer, playbook: Playbook) -> Iterator[Line]:
    """An answer whose question is asked no more, in full."""
    yield line(Span(question_text(playbook, answer.question), "strong"))
    yield from said_lines(answer)


def about(one: Check, project: Project, arrow: str) -> Iterator[Line]:
    """A question in full: its words, what was said, what shows it, what came of it, what to do."""
    texts = one.asked.question
    yield line(Span(texts.text.of(language()), "strong"))
    yield from said_lines(one.answer or Answer(question=one.id), old=one.age if one.old else 0)
    yield from thread(one, project, arrow)
    if texts.hint is not None and one.value != "yes" and not rows_of(project, one.id):
        yield line(Span(f"{arrow} ", "dim"), texts.hint.of(language()))


def said_lines(answer: Answer, old: int = 0) -> Iterator[Line]:
    """What was answered, by whom and when, and what shows it."""
    who = " ".join(filter(None, (answer.by, answer.on.isoformat() if answer.on else "")))
    owner = _("owner {name}").format(name=answer.owner) if answer.owner else ""
    age = _("{days} days old: look at it again").format(days=old) if old else ""
    said = [answer_name(answer.value), who, owner]
    told = line(Span("  ".join(filter(None, said)), _TONES.get(answer.value, "dim")))
    yield (*told, Span(f"  {age}", "amber")) if age else told
    if answer.evidence:
        yield line(answer.evidence)


def thread(one: Check, project: Project, arrow: str) -> Iterator[Line]:
    """What was made of the answer: rows of the plan, or the cause alone."""
    for row in rows_of(project, one.id):
        end = f" {row.end.isoformat()}" if row.end else ""
        told = _("in the plan: {content}").format(content=row.content)
        yield line(
            Span(f"{arrow} ", "dim"), Span(f"{told}{end} {row.responsible}".rstrip(), "info")
        )
        return
    for cause in causes_of(project, one.id):
        told = _("on the fishbone: {cause}").format(cause=cause.text)
        yield line(Span(f"{arrow} ", "dim"), Span(told, "info"))
        return
