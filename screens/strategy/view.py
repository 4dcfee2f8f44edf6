"""The sections with their questions as they are looked at, in rows and in full. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from deals.model import Answer, Note, Project
from deals.playbook import Playbook
from deals.playbook.model import Advice
from deals.project_notes import find_note, strategy_key
from deals.questions import Checklist, QuestionStatus, SectionStatus, causes_of, rows_of
from screens.base.market_choices import choice_label
from screens.base.row_list import RowText
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, Tone, fit, line
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _, language, pgettext
from wording.names import answer_name
from wording.record_names import former_text, question_text

QuestionFilter = Literal["all", "due", "weak"]
LOOKS: Mapping[QuestionFilter, str] = {
    "all": N_("all"),
    "due": N_("only due"),
    "weak": N_("only weak"),
}
DROPPED = "-dropped"
MARKET, CHOICE = "market", "choice."
CHOSEN = ("customer", "stance")
"""What is chosen of the market before its questions are answered."""

_SEEN: Mapping[QuestionFilter, Callable[[QuestionStatus], bool]] = {
    "all": lambda status: True,
    "due": lambda status: status.pending,
    "weak": lambda status: status.weak,
}


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section: its figures, and the ids of its rows, the questions that are looked at.

    Before them, where all are, its strategy goes by the key of its note, what is chosen of the
    market by `choice.FIELD`. The last page holds answers to questions that the playbook no longer
    asks, and such strategies, where there are any; it has no figures.
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
        """Every row looked at behind the id of its page."""
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

    def opening(self, page: SectionPage, project: Project) -> str | None:
        """Return the row on which a section opens: its strategy while none is written, then the
        first question that is not settled.
        """
        head = strategy_key(page.id)
        if head in page.ids and find_note(project, head) is None:
            return head
        asked = [id_ for id_ in page.ids if id_ in self.questions]
        unsettled = (id_ for id_ in asked if self.questions[id_].value != "yes")
        return next(unsettled, next(iter((*asked, *page.ids)), None))

    def after(self, page_id: str, question: str) -> tuple[str, str]:
        """Return where the cursor goes from a question: the next asked, be it on the next page."""
        order = [place for place in self.order if place[1] in self.questions]
        at = order.index((page_id, question)) + 1
        return order[at] if at < len(order) else (page_id, question)


def pages(found: Checklist, look: QuestionFilter) -> SectionPages:
    """Return the pages of a checklist as they are looked at."""
    seen = _SEEN[look]
    every = [
        SectionPage(
            part.id,
            part.section.name.of(language()),
            (
                *(_head_ids(part) if look == "all" else ()),
                *(status.id for status in part.questions if seen(status)),
            ),
            part.score,
            part.unknown,
        )
        for part in found.parts
    ]
    dropped = {answer.question: answer for answer in found.dropped if look == "all"}
    old = [note.key for note in found.dropped_strategies if look == "all"]
    if dropped or old or not every:
        every.append(SectionPage(DROPPED, _("retired"), (*old, *dropped)))
    return SectionPages(tuple(every), {status.id: status for status in found.questions}, dropped)


def _head_ids(part: SectionStatus) -> Iterator[str]:
    """Yield what stands before the questions of a section."""
    if part.section.strategy or part.strategy:
        yield strategy_key(part.id)
    if part.id == MARKET:
        yield from (CHOICE + field for field in CHOSEN)


LEFT = 23  # the last cell parts it from the questions
OWNER = 8
WIDE = 110  # cells of the right side from which evidence and owner have columns of their own
_TONES: dict[str, Tone] = {"yes": "good", "partly": "amber", "no": "red", "unknown": ""}


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
    elif status.bare:
        value = _("{answer}: how?").format(answer=value)
    tone: Tone = "dim" if status.old else "amber" if status.bare else _TONES[status.recorded]
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


def strategy_row(note: Note | None, *, wide: bool) -> RowText:
    """Return the row of a section's strategy, its lines in one; one not written says so."""
    text = " / ".join(filter(None, map(str.strip, note.text.splitlines()))) if note else ""
    shown = TableCell(text) if text else TableCell(_("not written yet: Enter writes it"), "amber")
    return _head_row(pgettext("row", "strategy"), shown, note, wide=wide)


def choice_row(field: str, chosen: Advice | None, *, wide: bool) -> RowText:
    """Return the row of what is chosen of the market, and what that advises."""
    if chosen is None:
        shown = TableCell(_("not chosen yet: Enter chooses"), "amber")
    else:
        shown = TableCell(chosen.name.of(language()) + _(": ") + chosen.advice.of(language()))
    return _head_row(choice_label(field), shown, None, wide=wide)


def _head_row(label: str, shown: TableCell, note: Note | None, *, wide: bool) -> RowText:
    more = (TableCell(""), TableCell(note.by if note else "")) if wide else ()
    return RowText((TableCell(label, "key"), shown, *more, TableCell("")))


def strategy_about(title: str, note: Note | None) -> Iterator[TextLine]:
    """Yield a strategy whole, and who wrote it."""
    by = " ".join(filter(None, (note.by, f"{note.on or ''}"))) if note else ""
    yield line(StyledText(title, "strong"), StyledText(f"  {by}", "dim"))
    if note is None:
        yield line(StyledText(_("not written yet: Enter writes it, in one line or several"), ""))
        yield line(StyledText(_("the questions below then test whether it works"), "dim"))
    else:
        yield from (line(text) for text in note.text.splitlines())


def choice_about(field: str, chosen: Advice | None) -> Iterator[TextLine]:
    """Yield what is chosen of the market, and what that advises."""
    name = f"  {chosen.name.of(language())}" if chosen else ""
    yield line(StyledText(choice_label(field), "strong"), name)
    yield line(chosen.advice.of(language()) if chosen else _("Enter chooses"))
    yield line(StyledText(_("the market room (3) shows and sets the same"), "dim"))


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
    if status.bare:
        yield line(StyledText(_("without measures it does not count: Enter writes them"), "amber"))
    elif status.answer and status.value != "unknown" and not status.answer.evidence:
        yield line(StyledText(_("no evidence yet: Enter writes it"), "dim"))
    yield from thread_lines(status, project, arrow)
    if texts.hint is not None and status.value != "yes" and not rows_of(project, status.id):
        yield line(StyledText(f"{arrow} ", "dim"), texts.hint.of(language()))


def answer_lines(answer: Answer, old: int = 0) -> Iterator[TextLine]:
    """Yield what was answered, by whom and when, and what shows it."""
    who = " ".join(filter(None, (answer.by, answer.on.isoformat() if answer.on else "")))
    owner = _("owner {name}").format(name=answer.owner) if answer.owner else ""
    age = _("{days} days old: review it").format(days=old) if old else ""
    parts = [answer_name(answer.value), who, owner]
    answered = line(StyledText("  ".join(filter(None, parts)), _TONES[answer.value] or "dim"))
    yield (*answered, StyledText(f"  {age}", "amber")) if age else answered
    if answer.evidence:
        yield line(answer.evidence)
    for former in answer.former:
        yield line(StyledText(former_text(former), "dim"))


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
