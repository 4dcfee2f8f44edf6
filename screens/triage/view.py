"""The queue of flagged projects, who waits and who is settled; and the card of one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from deals.parsing.amounts import amount_text
from screens.base.frame import FooterKey
from screens.base.pane import indent_line
from views.days_left import left_text
from views.glyphs import glyphs
from views.marks import more_line, titled_rule, tone_meter
from views.project_card import SIGNS, ProjectCard, summary_day
from views.styled_text import StyledText, TextLine, Tone, crop, ends, line, width
from wording import _, language, ngettext
from wording.times import window_name

_NO_SIGN: tuple[str, Tone] = (" ", "")
BAR = 15
KEY_CELLS = 15
"""The cells of the bar of what is done, and at the least of an answer with its key."""
LEAST_BESIDE = 4
"""Into so many columns the keys are spread at the least, where there is room for them."""
MOST_AHEAD, LEAST_PEOPLE = 4, 2
"""The lines of what is next that are seen at once, and those of people above them at the least."""


@dataclass(frozen=True, slots=True)
class TriageQueue:
    """Project ids that wait, worst first, and those settled."""

    waiting: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def current(self) -> str | None:
        """The one looked at."""
        return self.waiting[0] if self.waiting else None

    def sort_out(
        self, flagged: Collection[str], there: Collection[str], front: str | None = None
    ) -> TriageQueue:
        """Return the queue in which those wait that are `flagged`, and the others are settled.

        Those that wait keep their places, and what is flagged anew comes behind them; what is not
        `there` any longer is neither. Who stands in `front` stays, for somebody looks at it.
        """
        kept = {*flagged, front}
        waiting = tuple(key for key in self.waiting if key in kept and key in there)
        known = set(waiting)
        late = (key for key in flagged if key not in known)
        return TriageQueue(
            (*waiting, *late),
            tuple(
                key for key in (*self.settled, *self.waiting) if key in there and key not in kept
            ),
        )

    def later(self) -> TriageQueue:
        """Return the queue with the current project at its end."""
        return replace(self, waiting=(*self.waiting[1:], *self.waiting[:1]))

    def earlier(self) -> TriageQueue:
        """Return the queue with its last project in front, the other way round from `later`."""
        return replace(self, waiting=(*self.waiting[-1:], *self.waiting[:-1]))

    def back(self, project_id: str) -> TriageQueue:
        """Return the queue with a project in front, whether it was settled or waits."""
        if project_id not in self.settled and project_id not in self.waiting:
            return self
        waiting = tuple(each for each in self.waiting if each != project_id)
        return TriageQueue(
            (project_id, *waiting), tuple(each for each in self.settled if each != project_id)
        )


def draw_progress(settled: int, left: int) -> TextLine:
    """Return how many are settled and how many are left, as a bar and in figures."""
    count = ngettext("{count} left", "{count} left", left).format(count=left)
    done = _("{count} done").format(count=settled)
    drawn = tone_meter(settled, settled + left, BAR) if left else tone_meter(1, 1, BAR)
    return line(*drawn, f"  {done}  ", StyledText(count, "strong"))


@dataclass(frozen=True, slots=True)
class CardSections:
    """A project in sections: what it is and why it is flagged, whom we know, what is next."""

    why: Sequence[TextLine]
    people: Sequence[TextLine]
    ahead: Sequence[TextLine]

    @property
    def lines(self) -> list[TextLine]:
        """All of it."""
        return [*self.why, *self.people, *self.ahead]

    def shorten(self, rows: int, page: str) -> tuple[list[TextLine], int]:
        """Return what is first seen in so many lines, and how many of them stand there in order.

        What is next is to be seen, so people give way to it; the key of `page` shows the others.
        """
        every, ahead = self.lines, self.ahead[:MOST_AHEAD]
        people = rows - len(self.why) - len(ahead) - 1
        if len(every) <= rows or people < LEAST_PEOPLE + 1:  # the rule over them is one
            return cut_lines(every, rows, page)
        if len(ahead) < len(self.ahead):
            ahead = [*ahead[:-1], (*ahead[-1], StyledText(glyphs().cut))]
        more = _more_line(len(every) - rows + 1, page)
        return [*self.why, *self.people[:people], more, *ahead], len(self.why) + people


def cut_lines(lines: Sequence[TextLine], rows: int, page: str) -> tuple[list[TextLine], int]:
    """Return the first lines with a word on those left out, if some are, and how many they are."""
    if len(lines) <= rows:
        return [*lines], len(lines)
    seen = max(0, rows - 1)
    return [*lines[:seen], _more_line(len(lines) - seen, page)], seen


def _more_line(count: int, page: str) -> TextLine:
    """Return that there are more lines, and the key that shows them."""
    text = ngettext("+{count} more line", "+{count} more lines", count)
    return indent_line(more_line(text, count, page), "   ")


def draw_card(
    card: ProjectCard, flags_left: str, cells: int, *, marked: bool = False
) -> CardSections:
    """Return the sections of a project, each under a rule with its title."""
    room, people = cells - 2, card.project.contacts
    known = ngettext("{count} contact", "{count} contacts", len(people)).format(count=len(people))
    known = summary_day(card.project) or known
    nothing = [line(StyledText(_("none"), "dim"))]
    return CardSections(
        (
            *_draw_head(card, cells, marked=marked),
            titled_rule(line(_("why")), cells, line(flags_left)),
            *_indent(card.reasons(room)),
        ),
        (
            titled_rule(line(_("whom we know")), cells, line(StyledText(known, "dim"))),
            *_indent(card.people(room)),
        ),
        (
            titled_rule(line(_("next step")), cells),
            *_indent(card.next_step(room - 2) or nothing, "   "),
            *_indent(card.more_facts(room - 2), "   "),
        ),
    )


def _draw_head(card: ProjectCard, cells: int, *, marked: bool) -> list[TextLine]:
    project, dot = card.project, f" {glyphs().dot} "
    sign, tone = SIGNS.get(card.found.severity or "", _NO_SIGN)
    lang, no_amount = language(), _("no amount")
    amount = amount_text(project.amount, lang, marked=marked) if project.amount else no_amount
    signs = window_name(project.signs) if project.signs else _("no close date")
    money = "   ".join(filter(None, (amount, signs, left_text(card.found))))
    who = dot.join(filter(None, (project.customer, project.owner, project.product)))
    return [
        ends(line(StyledText(f" {sign} ", tone), *card.title()), line(money, " "), cells),
        ends(line(f"   {who}"), line(card.stage_text(), " "), cells),
    ]


def _indent(lines: Iterable[TextLine], blanks: str = " ") -> list[TextLine]:
    return [indent_line(each, blanks) for each in lines]


def draw_answers(keys: Sequence[FooterKey], cells: int) -> list[TextLine]:
    """Return the keys that settle a project, in columns under a rule, in as few rows as can be."""
    wanted = max((width(f"{each.key} {each.name}") for each in keys), default=0) + 2
    most = max(1, (cells - 3) // max(wanted, KEY_CELLS))
    beside = max(1, ceil(len(keys) / max(1, ceil(len(keys) / most))))
    size = (cells - 3) // max(beside, min(most, LEAST_BESIDE))
    lines = [titled_rule(line(_("settle it with a key")), cells)]
    for at in range(0, len(keys), beside):
        spans = [StyledText("   ")]
        for each in keys[at : at + beside]:
            free = " " * max(0, size - width(f"{each.key} {each.name}"))
            spans += [StyledText(each.key, "key"), StyledText(f" {each.name}{free}")]
        lines.append(crop(spans, cells))
    return lines
