"""A project in words: what stands in the pipeline's preview and on the triage screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deals.model import ApprovalLine as LineName
from deals.model import Contact, Flag, Level, Project
from deals.network.relationship import cr_text
from deals.parsing.amounts import amount_text
from deals.parsing.contact_line import stance_text
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from views.field_values import day_text, days_away
from views.glyphs import glyphs
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cut,
    ends,
    fit,
    flow,
    line,
    width,
    words,
    wrap,
)
from views.touches import evidence_text, touch_words
from wording import N_, _, add_note, language, ngettext
from wording.errors import one_line
from wording.findings import flag_next, flag_reason, rule_name
from wording.names import status_name
from wording.times import window_name

SIGNS: dict[str, tuple[str, Tone]] = {
    "red": ("!", "red"),
    "amber": ("~", "amber"),
    "info": ("-", "info"),
}


# Written as they are typed, so that reading a card teaches the hand.
LEVELS: dict[Level, str] = {
    "high": N_("executive"),
    "upper": N_("senior"),
    "middle": N_("mid-level"),
    "low": N_("junior"),
}
LINES: dict[LineName, str] = {"technical": "T", "commercial": "B"}
# As much of a rule's name as the column before the reasons takes, in cells.
MOST_NAME = 20
MOST_FACTS, MOST_NOTES = 4, 8
"""As many lines as own columns and the like take, and as many of the notes as are shown."""
_AGAINST = ("competitor", "opposes")


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project with what is needed to speak of it."""

    project: Project
    found: Assessment
    playbook: Playbook
    today: date

    def brief(self, cells: int, most: int) -> list[TextLine]:
        """Draw its name, why it needs attention and what to do, in at most `most` lines."""
        spans = [StyledText(f"{self.project.name} ", "strong"), StyledText(f"{glyphs().dot} ")]
        if not self.found.flags:
            calm = self._calm() if self.project.status == "open" else self._ended()
            first = cut((StyledText(" "), *spans, StyledText(calm)), cells)
            return [first, *self._facts(cells)][:most]
        for flag in self.found.flags:
            spans += [*self._flag(flag), StyledText(" "), *self._remedy(flag), StyledText("  ")]
        lines: list[TextLine] = [(StyledText(" "), *part) for part in flow(words(spans), cells - 2)]
        if len(lines) > most:
            lines[most - 1] = cut((*lines[most - 1], *lines[most]), cells)
        return lines[:most]

    def _calm(self) -> str:
        """Say that nothing is flagged, or until when all that is flagged is snoozed."""
        asleep = self.found.asleep
        if not asleep:
            return _("no flags")
        first = min(nap.until for _flag, nap in asleep)
        text = ngettext(
            "snoozed until {day}: {count} flag", "snoozed until {day}: {count} flags", len(asleep)
        )
        return text.format(day=day_text(first), count=len(asleep))

    def reasons(self, cells: int) -> Iterator[TextLine]:
        """Yield every flag with what to do about it, then those asleep."""
        names = [rule_name(flag, self.playbook) for flag in self.found.flags]
        room = min(MOST_NAME, max(map(width, names), default=0))
        for flag, name in zip(self.found.flags, names, strict=True):
            sign, tone = SIGNS[flag.severity]
            reason = flag_reason(flag, self.playbook)
            for index, part in enumerate(wrap(reason, cells - room - 6, 3)):
                start = f" {sign} {fit(name, room)}  " if index == 0 else " " * (room + 5)
                yield line(StyledText(start, tone), part)
            yield cut(line(" " * (room + 5), *self._remedy(flag)), cells)
        for flag, nap in self.found.asleep:
            text = _("{rule} snoozed until {day} {reason}").format(
                rule=rule_name(flag, self.playbook), day=nap.until.isoformat(), reason=nap.reason
            )
            yield cut(line(StyledText(f" z {text}", "dim")), cells)

    def full(self, cells: int, beside: str = "") -> list[TextLine]:
        """Draw all that is worth knowing: name, facts, reasons with remedies, people.

        What is said `beside` the name stands at the end of its line.
        """
        name = line(StyledText(f" {self.project.name}", "strong"))
        if self.project.status != "open":
            name = (*name, StyledText(f"  {self._ended()}", "dim"))
        facts = (*self._facts(cells), *self._more_facts(cells))
        first = ends(name, line(StyledText(f"{beside} ", "strong")), cells) if beside else name
        return [cut(first, cells), *facts, *self.reasons(cells), *self.people(cells)]

    def people(self, cells: int) -> Iterator[TextLine]:
        """Yield the contacts, and the last touches."""
        people = self.project.contacts
        for person in people:
            yield cut(line(StyledText("   "), *self._person(person)), cells)
        if not people:
            yield line(StyledText("   " + _("no contacts at the customer"), "dim"))
        for touch in sorted(self.project.touches, key=lambda touch: touch.on, reverse=True)[:2]:
            text = _("last touch {day}: {note}").format(
                day=day_text(touch.on), note=touch_words(touch)
            )
            yield cut(line(StyledText(f"   {text}", "dim")), cells)

    def _facts(self, cells: int) -> list[TextLine]:
        project, lang = self.project, language()
        stage = project.stage
        if stage in self.playbook.order:
            stage = f"{stage} {self.playbook.stage(stage).name.of(lang)}"
        amount = amount_text(project.amount, lang) if project.amount else _("no amount")
        signs = window_name(project.signs) if project.signs else _("no close date")
        parts = [project.customer, project.owner, stage, amount, signs, project.product]
        dot = f" {glyphs().dot} "
        lines = [cut(line("   ", dot.join(part for part in parts if part)), cells)]
        action = project.next_action
        if action is not None:
            when = day_text(action.on) if action.on else _("no date")
            late = action.on is not None and action.on < self.today
            lines.append(
                cut(
                    line(
                        StyledText("   " + _("next: ")),
                        StyledText(add_note(action.text, when), "amber" if late else ""),
                    ),
                    cells,
                )
            )
        return lines

    def _more_facts(self, cells: int) -> Iterator[TextLine]:
        """Yield tender, tags and own columns in a few lines, then the notes."""
        project = self.project
        texts = [self._tender(project.tender)] if project.tender else []
        texts += [self._key_project()] if project.key else []
        texts += [f"#{tag}" for tag in project.tags]
        texts += [f"{each.name} {each.value}" for each in project.own]
        dot = f" {glyphs().dot} "
        for part in wrap(dot.join(map(one_line, texts)), cells - 3, MOST_FACTS) if texts else ():
            yield line("   ", part)
        notes = project.remarks.split("\n")[:MOST_NOTES] if project.remarks else ()
        for note in notes:
            for part in wrap(note, cells - 5, 2) or [""]:
                yield line(StyledText("   | ", "dim"), part)

    def _key_project(self) -> str:
        if not self.project.key_strategy:
            return _("key project")
        return _("key project: {strategy}").format(strategy=self.project.key_strategy)

    def _tender(self, day: date) -> str:
        away = days_away(day, self.today)
        return _("tender {day} ({away})").format(day=day_text(day), away=away)

    def _person(self, person: Contact) -> Iterator[StyledText]:
        yield StyledText(f"{cr_text(person.cr):<4}", "strong")
        sign = stance_text(person.stance, None)
        yield StyledText(f"{sign or ' '} ", "red" if person.stance in _AGAINST else "")
        name = add_note(person.name, person.competitor) if person.competitor else person.name
        place = [person.title or "", person.department or ""]
        place.append(_(LEVELS[person.level]) if person.level else "")
        place.append("".join(LINES[line] for line in person.lines))
        yield StyledText("  ".join([name, *filter(None, place)]))
        if shown := evidence_text(person, self.project):
            yield StyledText(f'  "{shown}"', "dim")

    def _ended(self) -> str:
        reason = self.project.end_reason
        return status_name(self.project.status) + (_(": ") + reason if reason else "")

    def _flag(self, flag: Flag) -> Iterator[StyledText]:
        sign, tone = SIGNS[flag.severity]
        yield StyledText(f"{sign} ", tone)
        reason = flag_reason(flag, self.playbook)
        yield StyledText(add_note(reason, rule_name(flag, self.playbook)))

    def _remedy(self, flag: Flag) -> Iterator[StyledText]:
        yield StyledText(f"{glyphs().arrow} ", "good")
        yield StyledText(flag_next(flag, self.playbook), "good")
