"""The sections with their questions as they are looked at, in rows and in full. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deals.model import Answer, Answered, Note, Project
from deals.playbook.model import Advice
from deals.project_notes import find_note, strategy_key
from deals.questions import (
    Checklist,
    QuestionStatus,
    SectionStatus,
    causes_of,
    measures_of,
    rows_of,
    unplanned_measures,
)
from screens.strategy.question_rows import QuestionRow
from views.glyphs import glyphs
from views.market import choice_label
from views.marks import tone_meter
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cells_of,
    ends,
    fit,
    flow,
    line,
    width,
    words,
)
from views.table import TableCell
from wording import N_, _, language, ngettext, pgettext
from wording.names import answer_name
from wording.record_names import former_text

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
    asks, and such strategies, where there are any; it has no figures. `untested` says that some is
    answered well and no strategy is written that the answers test.
    """

    id: str
    title: str
    ids: tuple[str, ...]
    score: float | None = None
    unknown: int = 0
    untested: bool = False


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
            part.section.strategy and part.strategy is None and part.score > 0,
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


NARROW, BROAD, BROAD_FROM = 18, 25, 100
"""The cells of the sections, the line behind them not counted, on terminals of so many cells."""
_TONES: dict[str, Tone] = {"yes": "good", "partly": "amber", "no": "red", "unknown": "dim"}
LATE_SIGN = "~"
UNTESTED_SIGN = "!"
FIGURE, UNKNOWN = 5, 4
FAR_DAYS = 300


# The sections ------------------------------------------------------------------------------------


def section_cells(cells: int) -> int:
    """Return the cells of the sections on a terminal of `cells`, less the line behind them."""
    return BROAD if cells >= BROAD_FROM else NARROW


def section_lines(every: SectionPages, current: str, cells: int, rows: int) -> list[TextLine]:
    """Return the sections in `rows` lines: how far each is settled, and how many are not known.

    Each has a meter in a line below, where there is room for that; the lines end in an upright one.
    """
    here = [page.id for page in every.every].index(current)
    title = ends(line(" " + _("Section")), line(_("settled")), cells)
    lines: list[TextLine] = [line(StyledText("".join(span.text for span in title), "dim"))]
    full = [each for page in every.every for each in _section(page, page.id == current, cells)]
    if len(full) < rows:
        lines += full
    else:
        top = max(0, min(here - rows // 2, len(every.every) - rows + 1))
        lines += [_short_section(page, page.id == current, cells) for page in every.every[top:]]
    lines += [()] * (rows - len(lines))
    return [_close_line(each, cells) for each in lines[:rows]]


def _close_line(spans: TextLine, cells: int) -> TextLine:
    blank = " " * (cells - cells_of(spans))
    return (*spans, StyledText(blank), StyledText(glyphs().upright, "line"))


def _section(page: SectionPage, here: bool, cells: int) -> Iterator[TextLine]:
    yield _section_name(page, here, cells, _percent(page))
    if page.score is not None:
        done = tone_meter(round(page.score * 100), 100, cells - 1 - UNKNOWN - 1)
        unknown = f" {page.unknown} ?" if page.unknown else ""
        yield line(" ", *done, StyledText(unknown, "dim"))


def _short_section(page: SectionPage, here: bool, cells: int) -> TextLine:
    figure = _percent(page)
    known = f" ?{figure[1:]}" if page.unknown and figure else f" {figure}"
    return _section_name(page, here, cells, known)


def _percent(page: SectionPage) -> str:
    return "" if page.score is None else f"{page.score * 100:.0f}%".rjust(FIGURE)


def _section_name(page: SectionPage, here: bool, cells: int, figures: str) -> TextLine:
    tone: Tone = "strong" if here else "" if page.ids else "dim"
    sign = UNTESTED_SIGN if page.untested else ""
    name = fit(page.title, cells - 1 - len(figures) - len(sign))
    start = StyledText((glyphs().onward if here else " ") + name, tone)
    return line(start, StyledText(sign + figures, "amber" if sign else tone))


# The questions ----------------------------------------------------------------------------------


def answer_sign(value: Answered) -> str:
    """Return the sign of an answer: settled, partly, open, unknown."""
    alphabet = glyphs()
    return {"yes": alphabet.settled, "partly": alphabet.partly, "no": alphabet.open}.get(value, "?")


def answer_tone(status: QuestionStatus) -> Tone:
    """Return the tone of an answer; one that does not count has not that of its value."""
    return "amber" if status.bare else "dim" if status.old else _TONES[status.recorded]


def check_row(status: QuestionStatus, project: Project) -> QuestionRow:
    """Return the row of a question; an old answer is quiet, its age stands below."""
    value, answer = status.recorded, status.answer or Answer(question=status.id)
    planned = bool(rows_of(project, status.id))
    sign = f" {LATE_SIGN}" if status.late else "  "
    return QuestionRow(
        TableCell(f"{answer_sign(value)} {answer_name(value)}", answer_tone(status)),
        TableCell(status.asked.question.text.of(language()), "dim" if status.old else ""),
        # Stages are user data: they are not translated and may be of any length up to six.
        TableCell(
            status.asked.due + sign, "amber" if status.late else "" if status.soon else "dim"
        ),
        remark=_what_is_wrong(status),
        proof=" / ".join(answer.evidence.splitlines()),
        who=answered_by(answer, status.age),
        owner=answer.owner,
        planned=planned,
        details=[*thread_lines(status, project, glyphs().arrow), *_hint_lines(status, planned)],
    )


def _what_is_wrong(status: QuestionStatus) -> str:
    if status.old:
        return ngettext(
            "{count} day old: still so?", "{count} days old: still so?", status.age
        ).format(count=status.age)
    return _("without measures it does not count") if status.bare else ""


def answered_by(answer: Answer, age: int) -> str:
    """Return who answered and when; the year only where it is long ago."""
    day = ""
    if answer.on is not None:
        day = f"{answer.on:%m-%d}" if age < FAR_DAYS else answer.on.isoformat()
    return " ".join(filter(None, (answer.by, day)))


def strategy_row(note: Note | None) -> QuestionRow:
    """Return the row of a section's strategy, its lines in one; one not written says so."""
    text = " / ".join(filter(None, map(str.strip, note.text.splitlines()))) if note else ""
    shown = TableCell(text) if text else TableCell(_("not written yet"), "amber")
    label = TableCell(pgettext("row", "strategy"), "dim")
    return QuestionRow(label, shown, owner=note.by if note else "")


def choice_row(field: str, chosen: Advice | None) -> QuestionRow:
    """Return the row of what is chosen of the market, and what that advises."""
    if chosen is None:
        shown = TableCell(_("not chosen yet"), "amber")
    else:
        shown = TableCell(chosen.name.of(language()) + _(": ") + chosen.advice.of(language()))
    return QuestionRow(TableCell(choice_label(field), "dim"), shown)


def dropped_row(answer: Answer, text: str) -> QuestionRow:
    """Return the row of an answer whose question is asked no more."""
    value = TableCell(f"{answer_sign(answer.value)} {answer_name(answer.value)}", "dim")
    return QuestionRow(
        value,
        TableCell(text, "dim"),
        proof=answer.evidence,
        who=answered_by(answer, FAR_DAYS),
        owner=answer.owner,
    )


# The pane ----------------------------------------------------------------------------------------


def strategy_about(note: Note, cells: int) -> Iterator[TextLine]:
    """Yield a strategy whole, and who wrote it."""
    by = " ".join(filter(None, (note.by, f"{note.on or ''}")))
    texts = [each for text in note.text.splitlines() for each in flow(words(line(text)), cells)]
    yield from _put_at_end(texts, by, cells)


def _put_at_end(lines: Sequence[TextLine], who: str, cells: int) -> Iterator[TextLine]:
    """Put who said so at the end of the first line, where it has room; else in one of its own."""
    finish = line(StyledText(who, "dim"))
    first, rest = lines[0] if lines else (), lines[1:]
    if who and cells_of(first) + cells_of(finish) < cells:
        yield ends(first, finish, cells)
    else:
        yield first
        yield from [finish] if who else []
    yield from rest


def choice_about(chosen: Advice) -> Iterator[TextLine]:
    """Yield what is chosen of the market, and what that advises."""
    name = StyledText(chosen.name.of(language()), "strong")
    yield line(name, "  ", chosen.advice.of(language()))
    yield line(StyledText(_("the market room (3) shows and sets the same"), "dim"))


def dropped_about(answer: Answer, cells: int) -> Iterator[TextLine]:
    """Yield an answer whose question is asked no more, in full."""
    yield from answer_lines(answer, _TONES[answer.value], FAR_DAYS, cells)
    yield from former_lines(answer)


def about(status: QuestionStatus, project: Project, arrow: str, cells: int) -> Iterator[TextLine]:
    """Yield a question in full: the answer, what shows it, what came of it, what to do."""
    answer = status.answer or Answer(question=status.id)
    if len(measures_of(status)) > 1:
        yield from measure_lines(status, answer, project, cells)
    else:
        yield from answer_lines(answer, answer_tone(status), status.age, cells)
    if status.old:
        yield line(StyledText(_what_is_wrong(status), "amber"))
    elif status.bare:
        yield line(
            StyledText(
                _("without measures it does not count: Enter writes them (several: 1 ... 2 ...)"),
                "amber",
            )
        )
    yield from thread_lines(status, project, arrow)
    yield from _hint_lines(status, bool(rows_of(project, status.id)))
    yield from former_lines(answer)


def _hint_lines(status: QuestionStatus, planned: bool) -> Iterator[TextLine]:
    """Yield what to do about an answer that is not settled and on which nobody works."""
    hint = status.asked.question.hint
    if hint is not None and status.value != "yes" and not planned:
        yield line(StyledText(f"{glyphs().arrow} ", "dim"), hint.of(language()))


def untested_lines(page: SectionPage) -> Iterator[TextLine]:
    """Yield that a section is settled without a strategy, where it is."""
    if page.untested:
        yield line(StyledText(f"{UNTESTED_SIGN} " + _("no strategy written yet"), "amber"))


def answer_lines(answer: Answer, tone: Tone, age: int, cells: int) -> Iterator[TextLine]:
    """Yield what was answered, what shows it, and by whom and when."""
    value, who = _value_of(answer, tone), _who_said(answer, age)
    whole = line(value)
    if answer.evidence:
        whole = line(value, f"  {answer.evidence}")
    elif answer.value != "unknown" and tone not in ("amber", "dim"):
        whole = line(value, StyledText("  " + _("no evidence yet: Enter writes it"), "dim"))
    if cells_of(whole) + width(who) < cells:
        yield from _put_at_end([whole], who, cells)
    else:
        yield ends(line(value), line(StyledText(who, "dim")), cells)
        yield from flow(words(line(answer.evidence)), cells)


def _value_of(answer: Answer, tone: Tone) -> StyledText:
    return StyledText(f"{answer_sign(answer.value)} {answer_name(answer.value)}", tone)


def _who_said(answer: Answer, age: int) -> str:
    owner = _("owner {name}").format(name=answer.owner) if answer.owner else ""
    return "  ".join(filter(None, (owner, answered_by(answer, age))))


def measure_lines(
    status: QuestionStatus, answer: Answer, project: Project, cells: int
) -> Iterator[TextLine]:
    """Yield what was answered and by whom, and each of several measures, whether in the plan."""
    who = line(StyledText(_who_said(answer, status.age), "dim"))
    yield ends(line(_value_of(answer, answer_tone(status))), who, cells)
    left = unplanned_measures(status, project)
    for at, text in enumerate(measures_of(status), 1):
        planned = "" if text in left else "  " + _("in the plan")
        yield line(StyledText(f"{at} ", "key"), text, StyledText(planned, "info"))


def former_lines(answer: Answer) -> Iterator[TextLine]:
    """Yield the answers that it had before."""
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
