"""The sections with their questions as they are looked at, in rows and in full. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from deals.model import Answer, Project
from deals.playbook import Playbook
from deals.questions import Checklist, QuestionStatus, causes_of, rows_of
from screens.base.row_list import RowText
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, Tone, fit, line
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _, language, pgettext
from wording.names import answer_name
from wording.record_names import question_text

QuestionFilter = Literal["all", "due", "weak"]
LOOKS: Mapping[QuestionFilter, str] = {
    "all": N_("all"),
    "due": N_("only due"),
    "weak": N_("only weak"),
}
DROPPED = "-dropped"

_SEEN: Mapping[QuestionFilter, Callable[[QuestionStatus], bool]] = {
    "all": lambda status: True,
    "due": lambda status: status.pending,
    "weak": lambda status: status.weak,
}


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section: its figures, and the ids of the questions that are looked at.

    The last page holds answers to questions that the playbook no longer asks, where there are any;
    it has no figures.
    """

    id: str
    title: str
    ids: tuple[str, ...]
    score: float | None = None
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class SectionPages:
    """All sections as pages, and by its id each question shown: asked still, or dropped."""

    every: tuple[SectionPage, ...]
    questions: Mapping[str, QuestionStatus]
    dropped: Mapping[str, Answer]

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Every question looked at behind the id of its page."""
        return tuple((page.id, id_) for page in self.every for id_ in page.ids)

    def page(self, page_id: str) -> SectionPage:
        """Return the page of that id; where it shows nothing, the first that shows something."""
        filled = [page for page in self.every if page.ids] or self.every
        return next((page for page in filled if page.id == page_id), filled[0])

    def beside(self, page_id: str, step: int) -> SectionPage:
        """Return the page `step` on among those that show something, round and round."""
        filled = [page for page in self.every if page.ids] or [*self.every]
        here = self.page(page_id)
        return filled[(filled.index(here) + step) % len(filled)]

    def after(self, page_id: str, question: str) -> tuple[str, str]:
        """Return where the cursor goes from a question: the next asked, be it on the next page."""
        order = [place for place in self.order if place[0] != DROPPED]
        at = order.index((page_id, question)) + 1
        return order[at] if at < len(order) else (page_id, question)


def pages(found: Checklist, look: QuestionFilter) -> SectionPages:
    """Return the pages of a checklist as they are looked at."""
    seen = _SEEN[look]
    every = [
        SectionPage(
            part.id,
            part.section.name.of(language()),
            tuple(status.id for status in part.questions if seen(status)),
            part.score,
            part.unknown,
        )
        for part in found.parts
    ]
    dropped = {answer.question: answer for answer in found.dropped if look == "all"}
    if dropped or not every:
        every.append(SectionPage(DROPPED, _("retired"), tuple(dropped)))
    return SectionPages(tuple(every), {status.id: status for status in found.questions}, dropped)


LEFT = 23  # the last cell parts it from the questions
OWNER = 8
WIDE = 80  # cells of the right side from which evidence and owner have columns of their own
_TONES: dict[str, Tone] = {"yes": "good", "partly": "amber", "no": "red"}


def section_lines(every: SectionPages, current: str) -> tuple[list[TextLine], int]:
    """Return the sections with score and unknowns, the empty ones dim, and which of them is lit."""
    section, score = fit(_("Section"), 11), fit(_("Score"), 5, "right")
    titles = f"{'':{GUTTER}}{section}{score} {'?':>2}"
    lines = [line(StyledText(titles, "dim"))]
    lines += [_section(page, page.id == current) for page in every.every]
    return lines, 1 + [page.id for page in every.every].index(current)


def _section(page: SectionPage, here: bool) -> TextLine:
    gutter = f"{'>' if here else ' ':{GUTTER}}"
    if page.score is None:
        return line(StyledText(gutter + fit(page.title, LEFT - GUTTER), "dim"))
    tone: Tone = "" if page.ids else "dim"
    figures = f"{fit(f'{page.score * 100:.0f}%', 5, 'right')} {page.unknown or '-':>2}"
    return line(StyledText(gutter + fit(page.title, 11) + figures, tone))


def columns(cells: int) -> tuple[TableColumn, ...]:
    """Return the columns for a right side of `cells`; the question takes what the others leave."""
    wide = cells >= WIDE
    more = (
        TableColumn("evidence", pgettext("column", "Evidence"), cells // 4),
        TableColumn("owner", pgettext("column", "Owner"), OWNER),
    )
    fixed = [TableColumn("answer", pgettext("column", "Answer"), 10), *(more if wide else ())]
    due = TableColumn("due", pgettext("column", "Due"), 9)
    left = cells - GUTTER - due.cells - 1 - sum(column.cells + 1 for column in fixed)
    text = TableColumn("text", pgettext("column", "Question"), max(10, left))
    return (fixed[0], text, *fixed[1:], due)


def check_row(status: QuestionStatus, *, wide: bool) -> RowText:
    """Return the row of a question; an old answer is dim and says its age."""
    value = answer_name(status.recorded) if status.recorded != "unknown" else "?"
    if status.old:
        value = _("{answer} {days}d").format(answer=value, days=status.age)
    tone: Tone = "dim" if status.old else _TONES.get(status.recorded, "")
    text = TableCell(status.asked.question.text.of(language()), "dim" if status.old else "")
    answer = status.answer or Answer(question=status.id)
    more = (
        (TableCell(answer.evidence), TableCell(shorten_name(answer.owner, OWNER))) if wide else ()
    )
    # Stages are user data: they are not translated and may be of any length up to six.
    due = _("due by {stage}") if status.late else _("by {stage}")
    by = due.format(stage=status.asked.due) if status.late or status.soon else status.asked.due
    shown = TableCell(by, "amber" if status.late else "" if status.soon else "dim")
    sign = "~" if status.late else " "
    return RowText(
        (TableCell(value, tone), text, *more, shown), sign, "amber" if status.late else ""
    )


def dropped_row(answer: Answer, text: str, *, wide: bool) -> RowText:
    """Return the row of an answer whose question is asked no more."""
    more = (
        (TableCell(answer.evidence, "dim"), TableCell(shorten_name(answer.owner, OWNER), "dim"))
        if wide
        else ()
    )
    return RowText(
        (TableCell(answer_name(answer.value), "dim"), TableCell(text, "dim"), *more, TableCell(""))
    )


def dropped_about(answer: Answer, playbook: Playbook) -> Iterator[TextLine]:
    """Yield an answer whose question is asked no more, in full."""
    yield line(StyledText(question_text(playbook, answer.question), "strong"))
    yield from answer_lines(answer)


def about(status: QuestionStatus, project: Project, arrow: str) -> Iterator[TextLine]:
    """Yield a question in full: words, answer, what shows it, what came of it, what to do."""
    texts = status.asked.question
    yield line(StyledText(texts.text.of(language()), "strong"))
    yield from answer_lines(
        status.answer or Answer(question=status.id), old=status.age if status.old else 0
    )
    yield from thread_lines(status, project, arrow)
    if texts.hint is not None and status.value != "yes" and not rows_of(project, status.id):
        yield line(StyledText(f"{arrow} ", "dim"), texts.hint.of(language()))


def answer_lines(answer: Answer, old: int = 0) -> Iterator[TextLine]:
    """Yield what was answered, by whom and when, and what shows it."""
    who = " ".join(filter(None, (answer.by, answer.on.isoformat() if answer.on else "")))
    owner = _("owner {name}").format(name=answer.owner) if answer.owner else ""
    age = _("{days} days old: review it").format(days=old) if old else ""
    parts = [answer_name(answer.value), who, owner]
    answered = line(StyledText("  ".join(filter(None, parts)), _TONES.get(answer.value, "dim")))
    yield (*answered, StyledText(f"  {age}", "amber")) if age else answered
    if answer.evidence:
        yield line(answer.evidence)


def thread_lines(status: QuestionStatus, project: Project, arrow: str) -> Iterator[TextLine]:
    """Yield what was made of the answer: rows of the plan, or the cause alone."""
    for row in rows_of(project, status.id):
        end = f" {row.end.isoformat()}" if row.end else ""
        text = _("in the plan: {content}").format(content=row.content)
        yield line(
            StyledText(f"{arrow} ", "dim"),
            StyledText(f"{text}{end} {row.responsible}".rstrip(), "info"),
        )
        return
    for cause in causes_of(project, status.id):
        text = _("on the fishbone: {cause}").format(cause=cause.text)
        yield line(StyledText(f"{arrow} ", "dim"), StyledText(text, "info"))
        return
