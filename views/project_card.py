"""A project in words: what stands in the pipeline's preview and on the triage screen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from deals.model import ApprovalLine as LineName
from deals.model import Contact, Flag, Level, Project
from deals.network.relationship import against_us
from deals.parsing.amounts import amount_text
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from views.field_values import day_text, days_away
from views.glyphs import glyphs
from views.marks import CR_CELLS, cr_sign, meter, more_line
from views.network.node_labels import cr_tone
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cells_of,
    cut,
    fit,
    join_spans,
    line,
    width,
    wrap,
)
from views.touches import evidence_text, touch_words
from wording import N_, _, add_note, language, ngettext, pgettext
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
WHOLE, SHORT, SHORTER = (4, 4), (2, 1), (1, 0)
"""The lines of a flag's reason and of what to do: all that they take, and where these are few."""
DECIDES = "*"
MOST_CELLS = 40
"""The cells of a contact's name, title, department or place in the decision, at the most."""
LEAST_TITLE, LEAST_QUOTE = 10, 20
"""The cells from which a title is worth showing, and those that the evidence has before it is."""
TOUCH_LINES = 3
"""The lines of a touch in a narrow pane."""
MOST_FACTS, MOST_NOTES = 4, 8
"""As many lines as own columns and the like take, and as many of the notes as are shown."""


def summary_day(project: Project) -> str:
    """Say of which day the summary is that is here of a project; empty where the whole is here."""
    if project.glance is None:
        return ""
    return _("summary of {day}").format(day=day_text(project.glance.day))


class ProjectCard(NamedTuple):
    """A project with what is needed to speak of it."""

    project: Project
    found: Assessment
    playbook: Playbook
    today: date

    def title(self) -> TextLine:
        """Return its name, how it ended, and of which day a summary is."""
        name = StyledText(self.project.name, "strong")
        ended = "" if self.project.status == "open" else self._ended()
        more = "  ".join(filter(None, (ended, summary_day(self.project))))
        return (name, StyledText(f"  {more}", "dim")) if more else (name,)

    def brief(self, cells: int, most: int) -> list[TextLine]:
        """Draw why it needs attention and what to do, a flag a line, in at most `most` lines.

        What few flags leave free goes to the first of them; where there are more flags than lines
        the last line says how many.
        """
        flags, most = self.found.flags, max(1, most)
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
        facts = (*self.facts(cells), *self.more_facts(cells))
        reasons = tuple(self.reasons(cells))
        return [*facts, *gap, *reasons, *(gap if reasons else ()), *self.people(cells)]

    def copied_lines(self, cells: int) -> list[TextLine]:
        """Return its title, and all that is worth knowing below: what is copied of it."""
        return [self.title(), *self.full(cells)]

    def digest(self, cells: int, rows: int, more_key: str) -> list[TextLine]:
        """Draw all of it in a pane of `rows` lines beside the list, what matters most first.

        What shows each CR, touches and facts stand there as far as lines are left. Where flags and
        contacts take more, the last line says how many of them a key shows.
        """
        head, people = self._digest_head(cells), self.project.contacts
        flags = [list(self._flag_below(each, cells, WHOLE)) for each in self.found.flags]
        brief = [[self._brief_person(each, cells)] for each in people]
        lines = _join_apart([head], flags, brief)
        if len(lines) > rows:
            return self._fill_digest(head, brief, cells, rows, more_key)
        quoted = [
            [*text, *self._quote(each, cells)] for each, text in zip(people, brief, strict=True)
        ]
        summary = map(line, wrap(self._summary(), cells, 3)) if self.project.glance else ()
        facts = [[*summary], [*self._last_touches(cells)], [*self.more_facts(cells)]]
        spare = rows - len(lines) - sum(len(block) + 1 for block in facts if block)
        more = sum(map(len, quoted)) - len(brief)
        shown = quoted if more <= spare else brief
        return _join_apart([head], flags, shown, *([block] for block in facts))[:rows]

    def _digest_head(self, cells: int) -> list[TextLine]:
        """Return customer and owner, the stage, and what comes next."""
        who = f" {glyphs().dot} ".join(filter(None, (self.project.customer, self.project.owner)))
        return [*map(line, wrap(who, cells, 2)), line(self.stage_text()), *self.next_step(cells)]

    def _fill_digest(
        self,
        head: Sequence[TextLine],
        people: Sequence[Sequence[TextLine]],
        cells: int,
        rows: int,
        more_key: str,
    ) -> list[TextLine]:
        """Return flags in short and people, as many as go into so many lines, and how many do not.

        A flag for which there is no room goes on in fewer lines, before it is only counted.
        """
        shown, left = [*head], 0
        flags: list[list[Sequence[TextLine]]] = [
            [list(self._flag_below(each, cells, most)) for most in (SHORT, SHORTER)]
            for each in self.found.flags
        ]
        for at, forms in enumerate([*flags, *([each] for each in people)]):
            gap: list[TextLine] = [()] if at in (0, len(flags)) else []
            free = rows - 1 - len(shown) - len(gap)
            fitting = next((form for form in forms if len(form) <= free), None)
            if fitting is None or left:
                left += 1
            else:
                shown += [*gap, *fitting]
        if not left:
            return shown
        return [*shown, more_line(pgettext("items", "+{count} more"), left, more_key)]

    def _brief_person(self, person: Contact, cells: int) -> TextLine:
        """Draw a contact: the title gives way to the name, what follows stands there in full."""
        start = _person_start(person)
        name, title, *places = _person_texts(person)
        free = cells - cells_of(start)
        room = free - width(name) - 2
        if title and room >= min(width(title), LEAST_TITLE):
            name += f"  {fit(title, min(room, width(title)))}"
        for text in filter(None, places):
            longer = f"{name}  {text}"
            name = longer if width(longer) <= free else name
        return cut(join_spans(start, line(name)), cells)

    def _quote(self, person: Contact, cells: int) -> Iterator[TextLine]:
        """Yield what shows how close we are to a contact, under the name."""
        shown = self._evidence(person)
        for part in wrap(f'"{shown}"', cells - CR_CELLS - 3, 2) if shown else ():
            yield line(StyledText(" " * (CR_CELLS + 3) + part, "dim"))

    def _flag_below(self, flag: Flag, cells: int, most: tuple[int, int]) -> Iterator[TextLine]:
        """Yield sign and name of a flag, below them why and what to do in so many lines at most."""
        reasons, remedies = most
        sign, tone = SIGNS[flag.severity]
        yield line(StyledText(f"{sign} {rule_name(flag, self.playbook)}", tone))
        yield from map(line, wrap(flag_reason(flag, self.playbook), cells, reasons))
        remedy = f"{glyphs().arrow} {flag_next(flag, self.playbook)}"
        texts = wrap(remedy, cells, remedies) if remedies else []
        yield from (line(StyledText(text, "good")) for text in texts)

    def people(self, cells: int) -> Iterator[TextLine]:
        """Yield the contacts, and the last touches."""
        people = self.project.contacts
        quotes = [f'"{shown}"' if shown else "" for shown in map(self._evidence, people)]
        quoted, room = max(map(width, quotes), default=0), cells - CR_CELLS - 3
        sizes = _column_cells(people, quoted, room) if people and cells >= NARROW else None
        for person, quote in zip(people, quotes, strict=True):
            start, texts = _person_start(person), _person_texts(person)
            if sizes is not None:
                placed = zip(texts, sizes, strict=True)
                columns = "  ".join(fit(text, size) for text, size in placed if size)
                yield cut(join_spans(start, line(f"{columns}  {quote}".rstrip())), cells)
                continue
            yield cut(join_spans(start, line("  ".join(filter(None, texts)))), cells)
            yield from self._quote(person, cells)
        if self.project.glance is not None:
            yield from (line(StyledText(text, "dim")) for text in wrap(self._summary(), cells, 2))
        elif not people:
            yield line(StyledText(_("no contacts at the customer"), "dim"))
        yield from self._last_touches(cells)

    def _summary(self) -> str:
        """Say that people, touches and plan are not here, and what is known of them."""
        glance = self.project.glance
        if glance is None:
            return ""
        parts = [ngettext("{count} contact", "{count} contacts", glance.people)]
        parts[0] = parts[0].format(count=glance.people)
        if glance.touched is not None:
            parts.append(_("last touch {day}").format(day=day_text(glance.touched)))
        known = _(", ").join(parts)
        return _("summary only ({known}); the whole project comes when it is opened").format(
            known=known
        )

    def _last_touches(self, cells: int) -> Iterator[TextLine]:
        """Yield the last touches, a line each; in a narrow pane as many as they take."""
        for touch in sorted(self.project.touches, key=lambda touch: touch.on, reverse=True)[:2]:
            text = _("last touch {day}: {note}").format(
                day=day_text(touch.on), note=touch_words(touch)
            )
            rows = wrap(text, cells, TOUCH_LINES if cells < NARROW else 1)
            yield from (line(StyledText(row, "dim")) for row in rows)

    def _evidence(self, person: Contact) -> str:
        return evidence_text(person, self.project)

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

    def next_step(self, cells: int, label: str = "") -> list[TextLine]:
        """Return what comes next and when, in amber where that day is past; empty for nothing."""
        action = self.project.next_action
        if action is None:
            return []
        when = day_text(action.on) if action.on else _("no date")
        late = action.on is not None and action.on < self.today
        text = label + add_note(action.text, when)
        return [line(StyledText(part, "amber" if late else "")) for part in wrap(text, cells, 2)]

    def more_facts(self, cells: int) -> Iterator[TextLine]:
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
        signs = self.project.signs
        if signs is not None and day > signs.latest:
            late = _("tender {day}, after the close date {signs}: check both")
            return late.format(day=f"{day}", signs=window_name(signs))
        away = days_away(day, self.today)
        return _("tender {day} ({away})").format(day=day_text(day), away=away)

    def _ended(self) -> str:
        reason = self.project.end_reason
        return status_name(self.project.status) + (_(": ") + reason if reason else "")


def _join_apart(*groups: Sequence[Sequence[TextLine]]) -> list[TextLine]:
    """Return the blocks of all groups, a blank line between two groups."""
    lines = list[TextLine]()
    for group in groups:
        flat = [each for block in group for each in block]
        lines += [*([()] if lines and flat else []), *flat]
    return lines


def _person_texts(person: Contact) -> tuple[str, ...]:
    """Return name, title, department, level and lines of a contact."""
    name = add_note(person.name, person.competitor) if person.competitor else person.name
    decides = DECIDES if person.role == "decides" else ""
    level = _(LEVELS[person.level]) if person.level else ""
    lines = "".join(LINES[line] for line in person.lines)
    place = " ".join(filter(None, (level, lines)))
    return name + decides, person.title or "", person.department or "", place


def _column_cells(people: Sequence[Contact], quoted: int, room: int) -> tuple[int, ...]:
    """Return the cells of each column in which contacts stand one below the other.

    Names and places are whole; titles and departments give way to the evidence, `quoted` cells.
    """
    columns = zip(*map(_person_texts, people), strict=True)
    name, title, department, place = (min(MOST_CELLS, max(map(width, texts))) for texts in columns)
    left = room - name - (place + 2 if place else 0) - min(quoted + 2, LEAST_QUOTE + 2)
    title = shown if (shown := min(title, left - 2)) >= min(title, LEAST_TITLE) else 0
    left -= title + 2
    return name, title, department if department + 2 <= left else 0, place


def _person_start(person: Contact) -> TextLine:
    """Return how close we are to a contact and whose side they are on, each in its own tone."""
    from deals.parsing.contact_line import stance_text

    against = against_us(person)
    sign = stance_text(person.stance, None) or " "
    near = StyledText(cr_sign(person.cr), cr_tone(person.cr, against=against))
    return join_spans(line(near), line(StyledText(f" {sign} ", "red" if against else "")))
