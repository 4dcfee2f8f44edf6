"""A project in words: what stands in the pipeline's preview and on the triage screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deals.amounts import amount_text
from deals.model import Contact, Flag, Level, Project
from deals.model import Line as LineName
from deals.people import stance_text
from deals.playbook import Playbook
from deals.standing import cr_text
from deals.triage import Assessment
from deals.windows import window_text
from screens.kit.cells import fit, width, wrap
from screens.kit.glyphs import Glyphs
from screens.kit.spans import Line, Span, Tone, cut, flow, line, words
from screens.kit.touched import evidence_text, touch_words
from screens.kit.values import day_text
from screens.kit.wording import N_, _, language
from screens.kit.wording.flags import flag_next, flag_reason, rule_name
from screens.kit.wording.names import status_name

SIGNS: dict[str, tuple[str, Tone]] = {
    "red": ("!", "red"),
    "amber": ("~", "amber"),
    "info": ("-", "info"),
}


# Written as they are typed, so that reading a card teaches the hand.
LEVELS: dict[Level, str] = {
    "high": N_("high"),
    "upper": N_("upper"),
    "middle": N_("middle"),
    "low": N_("low"),
}
LINES: dict[LineName, str] = {"technical": "T", "commercial": "B"}
# As much of a rule's name as the column before the reasons takes, in cells.
MOST_NAME = 20
_AGAINST = ("competitor", "opposes")


@dataclass(frozen=True, slots=True)
class Card:
    """A project with what is needed to speak of it."""

    project: Project
    found: Assessment
    playbook: Playbook
    glyphs: Glyphs
    today: date

    def brief(self, cells: int, most: int) -> list[Line]:
        """Its name, why it needs attention and what to do, in at most `most` lines."""
        said = [Span(f"{self.project.name} ", "strong"), Span(f"{self.glyphs.dot} ")]
        if not self.found.flags:
            calm = _("nothing to worry about") if self.project.status == "open" else self._ended()
            first = cut((Span(" "), *said, Span(calm)), cells)
            return [first, *self._facts(cells)][:most]
        for flag in self.found.flags:
            said += [*self._flag(flag), Span(" "), *self._remedy(flag), Span("  ")]
        lines: list[Line] = [(Span(" "), *one) for one in flow(words(said), cells - 2)]
        if len(lines) > most:
            lines[most - 1] = cut((*lines[most - 1], *lines[most]), cells)
        return lines[:most]

    def reasons(self, cells: int) -> Iterator[Line]:
        """Every flag with what to do about it, then those asleep."""
        names = [rule_name(flag, self.playbook) for flag in self.found.flags]
        room = min(MOST_NAME, max(map(width, names), default=0))
        for flag, name in zip(self.found.flags, names, strict=True):
            sign, tone = SIGNS[flag.severity]
            reason = flag_reason(flag, self.playbook)
            for index, part in enumerate(wrap(reason, cells - room - 6, 3)):
                start = f" {sign} {fit(name, room)}  " if index == 0 else " " * (room + 5)
                yield line(Span(start, tone), part)
            yield cut(line(" " * (room + 5), *self._remedy(flag)), cells)
        for flag, nap in self.found.asleep:
            text = _("{rule} sleeps until {day} {reason}").format(
                rule=rule_name(flag, self.playbook), day=nap.until.isoformat(), reason=nap.reason
            )
            yield cut(line(Span(f" z {text}", "dim")), cells)

    def full(self, cells: int) -> list[Line]:
        """Everything worth knowing in a minute: name, facts, reasons with remedies, people."""
        name = line(Span(f" {self.project.name}", "strong"))
        if self.project.status != "open":
            name = (*name, Span(f"  {self._ended()}", "dim"))
        return [cut(name, cells), *self._facts(cells), *self.reasons(cells), *self.people(cells)]

    @staticmethod
    def summary(project: Project, glyphs: Glyphs) -> Line:
        """A project in a line, as it was understood when typed."""
        lang = language()
        parts = [
            project.customer and f"@{project.customer}",
            project.owner,
            project.stage,
            amount_text(project.amount, lang) if project.amount else "",
            window_text(project.signs) if project.signs else "",
        ]
        rest = f" {glyphs.dot} ".join(part for part in parts if part)
        return line(Span("= ", "dim"), Span(f"{project.name}  ", "good"), Span(rest, "good"))

    def people(self, cells: int) -> Iterator[Line]:
        """The contacts, and the last touches."""
        people = self.project.contacts
        for person in people:
            yield cut(line(Span("   "), *self._person(person)), cells)
        if not people:
            yield line(Span("   " + _("nobody is named at the customer"), "dim"))
        for touch in sorted(self.project.touches, key=lambda one: one.on, reverse=True)[:2]:
            text = _("touched {day}: {note}").format(
                day=day_text(touch.on), note=touch_words(touch)
            )
            yield cut(line(Span(f"   {text}", "dim")), cells)

    def _facts(self, cells: int) -> list[Line]:
        project, lang = self.project, language()
        stage = project.stage
        if stage in self.playbook.order:
            stage = f"{stage} {self.playbook.stage(stage).name.of(lang)}"
        amount = amount_text(project.amount, lang) if project.amount else _("no amount")
        signs = window_text(project.signs) if project.signs else _("no signing time")
        parts = [project.customer, project.owner, stage, amount, signs, project.product]
        dot = f" {self.glyphs.dot} "
        lines = [cut(line("   ", dot.join(one for one in parts if one)), cells)]
        action = project.next_action
        if action is not None:
            when = day_text(action.on) if action.on else _("no day")
            late = action.on is not None and action.on < self.today
            lines.append(
                cut(
                    line(
                        Span("   " + _("next: ")),
                        Span(f"{action.text} ({when})", "amber" if late else ""),
                    ),
                    cells,
                )
            )
        return lines

    def _person(self, person: Contact) -> Iterator[Span]:
        yield Span(f"{cr_text(person.cr):<4}", "strong")
        sign = stance_text(person.stance, None)
        yield Span(f"{sign or ' '} ", "red" if person.stance in _AGAINST else "")
        name = f"{person.name} ({person.competitor})" if person.competitor else person.name
        place = [person.title or "", person.department or ""]
        place.append(_(LEVELS[person.level]) if person.level else "")
        place.append("".join(LINES[one] for one in person.lines))
        yield Span("  ".join([name, *filter(None, place)]))
        if shown := evidence_text(person, self.project):
            yield Span(f'  "{shown}"', "dim")

    def _ended(self) -> str:
        reason = self.project.end_reason
        return status_name(self.project.status) + (f": {reason}" if reason else "")

    def _flag(self, flag: Flag) -> Iterator[Span]:
        sign, tone = SIGNS[flag.severity]
        yield Span(f"{sign} ", tone)
        yield Span(f"{flag_reason(flag, self.playbook)} ({rule_name(flag, self.playbook)})")

    def _remedy(self, flag: Flag) -> Iterator[Span]:
        yield Span(f"{self.glyphs.arrow} ", "good")
        yield Span(flag_next(flag, self.playbook), "good")
