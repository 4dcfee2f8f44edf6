"""What is due and what was done, in words; and the targets of a day's periods in a line. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from deals.agenda import DoneItem, DoneKind, DueItem, DueKind
from deals.model import Project, Touch
from deals.numbers.attainment import Attainment
from deals.numbers.fiscal_periods import PeriodUnit
from deals.playbook import Playbook
from views.field_values import weekday_name
from views.money_texts import target_text
from views.numbers.face_rows import percent_text, short_money
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, Tone, cells_of, line
from views.touches import touch_words
from wording import N_, _, add_note, language, pgettext, show_move
from wording.names import amount_words, status_name
from wording.times import window_name

DUE_NAMES: Mapping[DueKind, str] = {
    "tender": N_("tender day"),
    "signing": N_("close date"),
    "next": N_("next step"),
    "task": N_("task"),
    "checkpoint": N_("checkpoint"),
    "follow-up": N_("follow-up"),
}
DONE_NAMES: Mapping[DoneKind, str] = {
    "touch": N_("activity"),
    "next": N_("next step done"),
    "task": N_("task done"),
    "checkpoint": N_("checkpoint reviewed"),
    "follow-up": N_("follow-up done"),
    "stage": N_("stage"),
    "signed": N_("signed"),
    "ended": N_("ended"),
}


def due_name(kind: DueKind) -> str:
    """Name a kind of what is due."""
    return _(DUE_NAMES[kind])


def done_name(kind: DoneKind) -> str:
    """Name a kind of what was done."""
    return _(DONE_NAMES[kind])


def say_due(item: DueItem) -> str:
    """Say what is due, in the user's words and, where these do not tell, by its kind."""
    name = due_name(item.kind)
    match item.kind:
        case "tender":
            return name
        case "signing":
            window = item.project.signs
            return f"{name} {window_name(window)}" if window else name
        case "checkpoint":
            return name + _(": ") + item.what
        case "follow-up":
            return _(", ").join(each.name for each in item.people) + _(": ") + (item.what or name)
        case "next" | "task":
            return item.what or name


def say_done(item: DoneItem, playbook: Playbook) -> str:
    """Say what was done, by its kind and in the user's words."""
    name = done_name(item.kind)
    match item.kind:
        case "touch":
            return _say_touch(item.touch, item.project) if item.touch else name
        case "stage":
            return f"{name} {_stage_move(item, playbook)}"
        case "signed":
            return name + _(": ") + _amount_of(item.project) if item.project.amount else name
        case "ended":
            status = (item.change.new if item.change else None) or item.project.status
            reason = item.change.note if item.change else None
            return add_note(status_name(status), reason) if reason else status_name(status)
        case _:
            person = item.contact.name if item.contact else ""
            return _(": ").join(filter(None, (name, person, item.what)))


def _say_touch(touch: Touch, project: Project) -> str:
    names = [contact.name for contact in project.contacts if contact.id in touch.contacts]
    words = touch_words(touch) or done_name("touch")
    return _(": ").join(filter(None, (_(", ").join(names), words)))


def _stage_move(item: DoneItem, playbook: Playbook) -> str:
    if item.change is None:
        return ""
    old, new = item.change.old or "", item.change.new or ""
    name = playbook.stage(new).name.of(language()) if new in playbook.order else ""
    return show_move(old, f"{new} {name}".rstrip())


def _amount_of(project: Project) -> str:
    return amount_words(project.amount) if project.amount else ""


def day_label(day: date, today: date) -> str:
    """Return a day with its weekday, `Mon 12-07`; today by that word."""
    if day == today:
        return _("today")
    return f"{weekday_name(day)} {short_day(day, today, 5)}"


def attainment_line(found: Sequence[Attainment], cells: int) -> TextLine:
    """Return what is signed of the targets of month, quarter and year, in so many cells.

    Where there is no room for all of them whole the month goes first, then the year. Without any
    target it says what is signed, and that none is set.
    """
    known = [each for each in found if each.target is not None]
    draw = _join_targets if known else _join_signed
    order = sorted(known or found, key=lambda each: _KEPT.index(each.period.unit))
    for count in range(len(order), 0, -1):
        drawn = draw([each for each in found if each in order[:count]])
        if cells_of(drawn) <= cells:
            return drawn
    return ()


_KEPT: Sequence[PeriodUnit] = ("quarter", "year", "month", "half")
"""The periods in the order in which they stay where there is no room for all."""


def _join_signed(found: Sequence[Attainment]) -> TextLine:
    sums = _(", ").join(f"{_unit(each)} {_money(each)}" for each in found)
    return line(StyledText(_("signed: {sums}; no target set").format(sums=sums), "dim"))


def _join_targets(found: Sequence[Attainment]) -> TextLine:
    spans: list[StyledText] = []
    for each in found:
        share = percent_text(each.share) if each.share is not None else "-"
        tone: Tone = "good" if each.share is not None and each.share >= 1 else "strong"
        spans += [
            StyledText(f"{'   ' if spans else ''}{_unit(each)} ", "dim"),
            StyledText(share, tone),
            StyledText(f" {_money(each)}/{short_money(each.target or 0)}", "dim"),
        ]
    return tuple(spans)


def _unit(each: Attainment) -> str:
    match each.period.unit:
        case "month":
            return pgettext("target", "month")
        case "quarter":
            return pgettext("target", "quarter")
        case _:
            return pgettext("target", "year")


def _money(each: Attainment) -> str:
    return short_money(each.signed)


def attainment_notes(found: Sequence[Attainment]) -> list[str]:
    """Say of targets in several currencies which amounts went into them and which did not."""
    notes = ((each, target_text(each.money)) for each in found)
    return [f"{each.period.label}: {note}" for each, note in notes if note]
