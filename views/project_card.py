"""A project in words: what stands in the pipeline's preview and on the triage screen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from deals.model import ApprovalLine as LineName
from deals.model import Contact, Flag, Level, Project
from deals.parsing.amounts import amount_text
from deals.parsing.contact_line import stance_text
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from views.field_values import day_text, days_away
from views.glyphs import glyphs
from views.marks import CR_CELLS, cr_sign, meter
from views.styled_text import StyledText, TextLine, Tone, cut, fit, line, width, wrap
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
NARROW = 60
"""In fewer cells each thing begins a line of its own."""
METER = 7
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

    def title(self) -> TextLine:
        """Return its name, and how it ended."""
        name = StyledText(self.project.name, "strong")
        if self.project.status == "open":
            return (name,)
        return (name, StyledText(f"  {self._ended()}", "dim"))

    def brief(self, cells: int, most: int) -> list[TextLine]:
        """Draw why it needs attention and what to do, a flag a line, in at most `most` lines.

        What few flags leave free goes to the first of them; where there are more flags than lines
        the last line says how many.
        """
        flags = self.found.flags
        if not flags:
            calm = self._calm() if self.project.status == "open" else ""
            return [*([line(calm)] if calm else []), *self.facts(cells)][:most]
        shown, lines = flags[:most], list[TextLine]()
        room = self._name_room(shown)
        for at, flag in enumerate(shown):
            free = most - len(lines) - (len(shown) - at - 1)
            rest = f"{flag_reason(flag, self.playbook)} {glyphs().arrow} "
            lines += self._flag_lines(
                flag, rest + flag_next(flag, self.playbook), room, cells, free
            )
        if more := len(flags) - len(shown):
            lines[-1] = (*cut(lines[-1], cells - 4), StyledText(f" +{more}"))
        return lines

    def _name_room(self, flags: Iterable[Flag]) -> int:
        names = (rule_name(flag, self.playbook) for flag in flags)
        return min(MOST_NAME, max(map(width, names), default=0))

    def _flag_lines(
        self, flag: Flag, text: str, room: int, cells: int, most: int
    ) -> list[TextLine]:
        """Return sign and name of a flag, and behind them a text in at most so many lines."""
        sign, tone = SIGNS[flag.severity]
        start = StyledText(f"{sign} {fit(rule_name(flag, self.playbook), room)}  ", tone)
        first, *more = wrap(text, max(1, cells - room - 4), most) or [""]
        return [line(start, first), *(line(" " * (room + 4) + part) for part in more)]

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
        flags = self.found.flags
        room = self._name_room(flags)
        for flag in flags:
            reason, remedy = flag_reason(flag, self.playbook), flag_next(flag, self.playbook)
            if cells < NARROW:
                sign, tone = SIGNS[flag.severity]
                yield line(StyledText(f"{sign} {rule_name(flag, self.playbook)}", tone))
                yield from map(line, wrap(reason, cells, 3))
                start = ""
            else:
                yield from self._flag_lines(flag, reason, room, cells, 3)
                start = " " * (room + 4)
            advice = wrap(f"{glyphs().arrow} {remedy}", max(1, cells - len(start)), 2)
            yield from (line(StyledText(start + part, "good")) for part in advice)
        for flag, nap in self.found.asleep:
            text = _("{rule} snoozed until {day} {reason}").format(
                rule=rule_name(flag, self.playbook), day=nap.until.isoformat(), reason=nap.reason
            )
            yield cut(line(StyledText(f"z {text}", "dim")), cells)

    def full(self, cells: int) -> list[TextLine]:
        """Draw all that is worth knowing: facts, reasons with remedies, people."""
        gap: list[TextLine] = [()] if cells < NARROW else []
        facts = (*self.facts(cells), *self._more_facts(cells))
        reasons = tuple(self.reasons(cells))
        return [*facts, *gap, *reasons, *(gap if reasons else ()), *self.people(cells)]

    def people(self, cells: int) -> Iterator[TextLine]:
        """Yield the contacts, and the last touches."""
        people = self.project.contacts
        for person in people:
            shown = evidence_text(person, self.project)
            quote = f'"{shown}"' if shown else ""
            if cells >= NARROW:
                yield cut((*self._person(person), StyledText(f"  {quote}" if quote else "")), cells)
                continue
            yield cut(tuple(self._person(person)), cells)
            for part in wrap(quote, cells - CR_CELLS - 3, 2):
                yield line(StyledText(" " * (CR_CELLS + 3) + part, "dim"))
        if not people:
            yield line(StyledText(_("no contacts at the customer"), "dim"))
        for touch in sorted(self.project.touches, key=lambda touch: touch.on, reverse=True)[:2]:
            text = _("last touch {day}: {note}").format(
                day=day_text(touch.on), note=touch_words(touch)
            )
            yield cut(line(StyledText(text, "dim")), cells)

    def facts(self, cells: int) -> list[TextLine]:
        """Return customer, owner, stage, money and days, and the next step."""
        project, lang, dot = self.project, language(), f" {glyphs().dot} "
        who = dot.join(filter(None, (project.customer, project.owner, project.product)))
        amount = amount_text(project.amount, lang) if project.amount else _("no amount")
        signs = window_name(project.signs) if project.signs else _("no close date")
        texts = [text for text in (who, self.stage_text(), dot.join((amount, signs))) if text]
        if cells >= NARROW:
            texts = [dot.join(texts)]
        return [line(part) for text in texts for part in wrap(text, cells, 2)] + self.next_step(
            cells
        )

    def stage_text(self) -> str:
        """Return the stage by its name, and how far along that is."""
        stage, order = self.project.stage, self.playbook.order
        if stage not in order:
            return stage
        name = self.playbook.stage(stage).name.of(language())
        return f"{stage} {name}  {meter(order[stage], len(order) - 1, METER)}"

    def next_step(self, cells: int) -> list[TextLine]:
        """Return what comes next and when, in amber where that day is past."""
        action = self.project.next_action
        if action is None:
            return []
        when = day_text(action.on) if action.on else _("no date")
        late = action.on is not None and action.on < self.today
        text = _("next: ") + add_note(action.text, when)
        return [line(StyledText(part, "amber" if late else "")) for part in wrap(text, cells, 2)]

    def _more_facts(self, cells: int) -> Iterator[TextLine]:
        """Yield tender, tags and own columns in a few lines, then the notes."""
        project = self.project
        texts = [self._tender(project.tender)] if project.tender else []
        texts += [self._key_project()] if project.key else []
        texts += [f"#{tag}" for tag in project.tags]
        texts += [f"{each.name} {each.value}" for each in project.own]
        dot = f" {glyphs().dot} "
        for part in wrap(dot.join(map(one_line, texts)), cells, MOST_FACTS) if texts else ():
            yield line(part)
        notes = project.remarks.split("\n")[:MOST_NOTES] if project.remarks else ()
        for note in notes:
            for part in wrap(note, cells - 2, 2) or [""]:
                yield line(StyledText(f"{glyphs().upright} ", "dim"), part)

    def _key_project(self) -> str:
        if not self.project.key_strategy:
            return _("key project")
        return _("key project: {strategy}").format(strategy=self.project.key_strategy)

    def _tender(self, day: date) -> str:
        away = days_away(day, self.today)
        return _("tender {day} ({away})").format(day=day_text(day), away=away)

    def _person(self, person: Contact) -> Iterator[StyledText]:
        sign = stance_text(person.stance, None)
        start = f"{cr_sign(person.cr)} {sign or ' '} "
        yield StyledText(start, "red" if person.stance in _AGAINST else "")
        name = add_note(person.name, person.competitor) if person.competitor else person.name
        place = [person.title or "", person.department or ""]
        place.append(_(LEVELS[person.level]) if person.level else "")
        place.append("".join(LINES[line] for line in person.lines))
        yield StyledText("  ".join([name, *filter(None, place)]))

    def _ended(self) -> str:
        reason = self.project.end_reason
        return status_name(self.project.status) + (_(": ") + reason if reason else "")
