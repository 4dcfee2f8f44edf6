"""The actions on a plan: its goals, rows, members and checkpoints, edited, added, moved, found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import (
    aim_goal,
    aim_row,
    drop_checkpoint,
    drop_goal,
    drop_row,
    mark_reached,
    put_row_after,
    put_row_on,
    put_rows,
    read_item_field,
    set_row_state,
    write_checkpoint_field,
    write_item_field,
)
from deals.edits.records import set_value, shift_record
from deals.errors import UserError
from deals.fields import CHECKPOINT_LINES
from deals.fishbone import Bone
from deals.model import Checkpoint, Goal, Member, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning.plan_lines import checkpoint_line, end_row, read_checkpoint
from deals.planning.templates import TemplateFit, apply_template, sort_templates, template_ranges
from deals.playbook import PlanTemplate
from deals.thread import outcomes_of, source_of, trace_thread
from deals.unsaved import InputPlace
from screens.base import finder
from screens.base.finder import NONE, Finder, FinderEntry, make_entry
from screens.base.move_along import say_moved_checks
from screens.base.project_actions import edit_project, pick_workstream
from screens.base.project_screen import choose_along
from screens.base.record_editor import RecordEditor, TextEditor, echo_understood, plain_text
from screens.base.screen import LetterOption
from screens.base.task_line import echo_parts, warn_unknown, warn_unread
from screens.plan.view import ask_along, plan_entries, row_entries
from views.day_off import DatedText
from views.field_values import day_text
from views.gantt import (
    ROW_PREFIX,
    make_ref,
    name_of,
    short_name,
)
from views.plan_fields import (
    DAYS,
    checkpoint_text,
    fields_of,
    kept_kind,
    label_of,
    text_of,
    title,
)
from views.short_days import short_days
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, language, ngettext, pgettext, say
from wording.names import standing_name

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


# Editing, field by field --------------------------------------------------------------------------


def type_field(
    screen: PlanScreen, item: Goal | PlanRow, field: str = "", *, walk: bool = False
) -> None:
    """Type one field, the first where none is named; to walk, Tab goes on to the next one."""
    _item_fields(screen).edit(item, field or fields_of(item)[0], walk=walk)


def _item_fields(screen: PlanScreen) -> RecordEditor[Goal | PlanRow]:
    def change(item: Goal | PlanRow, field: str) -> str:
        return N_("dates") if field == DAYS and isinstance(item, PlanRow) else label_of(item)

    def now(item: Goal | PlanRow, _field: str, _typed: str) -> Goal | PlanRow | None:
        found = screen.item_of(make_ref(item))
        return found if isinstance(found, Goal | PlanRow) else None

    return RecordEditor(
        screen,
        names=fields_of,
        label=lambda item, field: _("{who}: {field}").format(
            who=short_name(item), field=title(field)
        ),
        text=text_of,
        write=write_item_field,
        change=change,
        place=lambda item, field: (f"{kept_kind(item)}:{field}", item.id),
        now=now,
        echo=partial(_echo_field, screen),
        message=partial(_field_message, screen),
        question=lambda *asked: ask_along(screen.host.context.reading(), *asked),
        dated=partial(_find_due_day, screen),
    )


def _find_due_day(
    screen: PlanScreen, item: Goal | PlanRow, field: str, typed: str
) -> DatedText | None:
    """Return the last day of a task as it is typed, and its days with another one."""
    if field != DAYS or isinstance(item, Goal):
        return None
    try:
        new = read_item_field(item, field, typed, screen.project, screen.host.context.reading())
    except UserError:
        return None
    if not isinstance(new, PlanRow) or new.end is None:
        return None
    return DatedText(new.end, lambda day: text_of(end_row(new, day), DAYS))


def _echo_field(screen: PlanScreen, item: Goal | PlanRow, field: str, typed: str) -> TextLine:
    new = read_item_field(item, field, typed, screen.project, screen.host.context.reading())
    if field == DAYS:
        return echo_understood(_say_days(item, new))
    return warn_unknown(screen, new.responsible) if field == "responsible" else ()


def _field_message(screen: PlanScreen, item: Goal | PlanRow, field: str, typed: str) -> str:
    try:
        new = read_item_field(item, field, typed, screen.project, screen.host.context.reading())
    except UserError:
        return ""  # which is said when it is written
    return short_name(item) + _(": ") + _say_days(item, new) if field == DAYS else ""


def _say_days(item: Goal | PlanRow, new: Goal | PlanRow) -> str:
    """Return the days that an item gets, and where its open checkpoints go with them."""
    checks = say_moved_checks(item, new) if isinstance(item, PlanRow) else ""
    return _("; ").join(filter(None, (text_of(new, DAYS) or "-", checks)))


def choose_goal(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Take the goal that it serves; Up and Down walk through them, `-` is none."""
    goals = [goal for goal in screen.project.goals if goal.id != item.id]
    ids = [goal.id for goal in goals]

    def echo(goal: FinderEntry) -> TextLine:
        try:
            _serve(item, goal, screen.project, screen.host.context.reading())
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        return echo_understood(goal.name)

    def take(goal: FinderEntry | None, text: str) -> bool:
        if goal is None and text.strip() != NONE:
            screen.refuse(_("no match"))
            return False
        message = name_of(item) + _(": ") + (goal.name if goal else "-")
        return edit_project(screen, label_of(item), partial(_serve, item, goal), message)

    now = item.parent if isinstance(item, Goal) else item.goal
    Finder(
        screen=screen,
        label=_("serves the goal"),
        entries=[make_entry(goal.id, goal.text) for goal in goals],
        take=take,
        echo=echo,
        start=ids.index(now) if now in ids else -1,
        none=_("none"),
        hint=_("part of the goal's text; Up, Down; - for none"),
    ).ask()


def _serve(
    item: Goal | PlanRow, goal: FinderEntry | None, project: Project, reading: ReadingContext
) -> Project:
    aim = aim_goal if isinstance(item, Goal) else aim_row
    return aim(project, item.id, goal.id if goal else None, reading.stamp)


# Settling ----------------------------------------------------------------------------------------


def delete(screen: PlanScreen, item: Goal | PlanRow | Member) -> None:
    """Take it out at once; undo brings it back."""
    name = item.name if isinstance(item, Member) else name_of(item)

    def edit(project: Project, reading: ReadingContext) -> Project:
        if isinstance(item, Goal):
            return drop_goal(project, item.id, reading.stamp)
        if isinstance(item, PlanRow):
            return drop_row(project, item.id, reading.stamp)
        kept = tuple(each for each in project.team if each.name != item.name)
        return set_value(project, "team", kept, reading.stamp)

    message = _("{name} removed; u to undo").format(name=name)
    edit_project(screen, N_("delete"), edit, message)


def turn_done(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Turn a row done, or open again; a goal reached, or not after all."""
    if isinstance(item, PlanRow):
        turn_state(screen, item, "done")
        return

    def edit(project: Project, reading: ReadingContext) -> Project:
        return mark_reached(project, item.id, reading.stamp, reached=not item.reached)

    state = pgettext("goal", "open") if item.reached else _("reached")
    lacking = [part.letter for part in screen.outline.letters[item.id] if not part.holds]
    if lacking and not item.reached:
        state += _("; ") + _("its SMART still lacks {letters}").format(letters=" ".join(lacking))
    edit_project(screen, N_("goal"), edit, item.text + _(": ") + state)


def turn_state(screen: PlanScreen, row: PlanRow, state: str) -> None:
    """Put the row in that state, or open it again where it is in it already."""
    new = "open" if row.state == state else state
    kept = PlanRow.model_validate({"id": row.id, "content": row.content, "state": new}).state

    def edit(project: Project, reading: ReadingContext) -> Project:
        return set_row_state(project, row.id, kept, reading.stamp)

    edit_project(screen, N_("task"), edit, row.content + _(": ") + standing_name(new))


def shift(screen: PlanScreen, item: Goal | PlanRow, step: int) -> None:
    """Move it one up or down among its own kind: past those of its field, or of its parent."""
    goal = isinstance(item, Goal)
    items: tuple[Goal | PlanRow, ...] = screen.project.goals if goal else screen.project.plan
    own = _kind(item)
    kin = [at for at, sibling in enumerate(items) if _kind(sibling) == own]
    here = next(at for at, sibling in enumerate(items) if sibling.id == item.id)
    place = kin.index(here) + step
    if not 0 <= place < len(kin):
        screen.tell(_("already first or last"))
        return
    by, name = kin[place] - here, "goals" if goal else "plan"

    def edit(project: Project, reading: ReadingContext) -> Project:
        return shift_record(project, name, item.id, by, reading.stamp)

    edit_project(screen, N_("order"), edit, name_of(item))


def _kind(item: Goal | PlanRow) -> str | None:
    return item.parent if isinstance(item, Goal) else item.bone


# Checkpoints --------------------------------------------------------------------------------------

_MOST_CHECKPOINTS = 8


def choose_checkpoint(screen: PlanScreen, row: PlanRow) -> None:
    """Add a checkpoint, or offer those that are there: the one that the thread led to at once."""
    wanted, screen.wanted_checkpoint = screen.wanted_checkpoint, ""
    found = next((check for check in row.checkpoints if check.id == wanted), None)
    offer = partial(_offer_checkpoint, screen, row)
    if found is not None:
        offer(found)
        return
    if not row.checkpoints:
        _add_checkpoint(screen, row)
        return
    shown = sorted(row.checkpoints, key=lambda check: check.done)[:_MOST_CHECKPOINTS]
    options: list[LetterOption] = [
        (
            str(at),
            f"{'x' if check.done else 'o'} {check.what}",
            partial(_offer_checkpoint, screen, row, check),
        )
        for at, check in enumerate(shown, 1)
    ]
    screen.choose(
        _("checkpoint"), [*options, ("n", _("new"), partial(_add_checkpoint, screen, row))]
    )


def _offer_checkpoint(screen: PlanScreen, row: PlanRow, check: Checkpoint) -> None:
    def drop(project: Project, reading: ReadingContext) -> Project:
        return drop_checkpoint(project, row.id, check.id, reading.stamp)

    def edit(field: str) -> None:
        # As it is now: others may have changed it since it was offered.
        now = _find_checkpoint(screen, row.id, check.id)
        if now is None:
            screen.tell(_("someone else has deleted it in the meantime"), "amber")
        else:
            _checkpoint_fields(screen, row).edit(now, field)

    gone = _("{name} removed; u to undo").format(name=check.what)
    options: list[LetterOption] = [
        ("r", _("result"), partial(edit, "result")),
        ("e", _("change"), partial(edit, "checkpoint")),
        ("D", _("delete"), partial(edit_project, screen, N_("checkpoint"), drop, gone)),
    ]
    screen.choose(check.what, options)


def _checkpoint_fields(screen: PlanScreen, row: PlanRow) -> RecordEditor[Checkpoint]:
    """Return the fields of a checkpoint: its line, and what was found; no result opens it again."""

    def echo(check: Checkpoint, field: str, typed: str) -> TextLine:
        return () if field == "result" else _echo_checkpoint(screen, check, typed)

    return RecordEditor(
        screen,
        names=lambda _check: CHECKPOINT_LINES,
        label=lambda check, field: (
            _("{what}: result").format(what=check.what) if field == "result" else _("checkpoint")
        ),
        text=checkpoint_text,
        write=partial(write_checkpoint_field, row.id),
        change=lambda _check, _field: N_("checkpoint"),
        place=lambda check, field: (field, check.id),
        now=lambda check, _field, _typed: _find_checkpoint(screen, row.id, check.id),
        echo=echo,
        message=partial(_checkpoint_message, screen, row),
        dated=partial(_find_check_day, screen),
    )


def _find_check_day(
    screen: PlanScreen, check: Checkpoint, field: str, typed: str
) -> DatedText | None:
    """Return the day of a checkpoint as it is typed, and its line with another one."""
    if field == "result" or not typed.strip():
        return None
    try:
        new = read_checkpoint(check, typed, screen.project, screen.calendar)
    except UserError:
        return None
    if new.on is None or not new.what:
        return None
    return DatedText(new.on, lambda day: checkpoint_line(new.model_copy(update={"on": day})))


def _find_checkpoint(screen: PlanScreen, row_id: str, check_id: str) -> Checkpoint | None:
    """Find a checkpoint as it is now."""
    checks = (check for row in screen.project.plan if row.id == row_id for check in row.checkpoints)
    return next((check for check in checks if check.id == check_id), None)


def _checkpoint_message(
    screen: PlanScreen, row: PlanRow, check: Checkpoint, field: str, typed: str
) -> str:
    if field != "result":
        return short_name(row) + _(": ") + plain_text(typed)
    found = typed.strip() or pgettext("checkpoint", "open")
    begins = next((step.ref for step in trace_thread(screen.project, f"{ROW_PREFIX}{row.id}")), "")
    if typed.strip() and begins.startswith("answer:"):
        found += _("; ") + _("> goes back to the answer it came from")
    return check.what + _(": ") + found


def _add_checkpoint(screen: PlanScreen, row: PlanRow) -> None:
    """Take `what; day; by whom` of a new checkpoint."""
    new = Checkpoint(id=screen.host.context.new_id(), what="", on=row.end)

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        return write_checkpoint_field(row.id, project, new, "checkpoint", text, reading)

    TextEditor(
        screen,
        N_("checkpoint"),
        write,
        _("checkpoint"),
        InputPlace("new checkpoint", screen.project.id, row.id),
        example=_("what to review; date; by whom"),
        echo=partial(_echo_checkpoint, screen, new),
        message=lambda text: short_name(row) + _(": ") + plain_text(text),
    ).ask()


def _echo_checkpoint(screen: PlanScreen, check: Checkpoint, text: str) -> TextLine:
    new = read_checkpoint(check, text, screen.project, screen.calendar)
    day = day_text(new.on) if new.on else ""
    parts = echo_parts((new.what, day, new.by))
    return (*parts, *warn_unread(new.what, day), *warn_unknown(screen, new.by))


# Order, templates, the thread ---------------------------------------------------------------------


_MOST_ROWS = 9


def choose_before(screen: PlanScreen, row: PlanRow) -> None:
    """Take the row that this one waits for by its letter; `-` for none."""

    def set_before(before: PlanRow | None) -> None:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return put_row_after(project, row.id, before.id if before else None, reading.stamp)

        waits = _("{row} waits for {before}") if before else _("{row} waits for nothing")
        message = waits.format(row=row.content, before=before.content if before else "")
        edit_project(screen, N_("task"), edit, message)

    def choose_node(node_id: str) -> None:
        found = screen.item_of(node_id)
        if isinstance(found, PlanRow):
            set_before(found)

    screen.letters(
        _("after which task? its letter, - for none, / to search"),
        choose_node,
        partial(set_before, None),
        lambda: finder.pick(screen, _("after the task"), row_entries(screen.outline), choose_node),
        among=ROW_PREFIX,
    )


def choose_template(screen: PlanScreen) -> None:
    """Offer the playbook's templates, those that fit first; the rows come as one change."""
    found = sort_templates(screen.project, screen.host.context.playbook)[:_MOST_ROWS]
    if not found:
        screen.tell(_("the playbook has no templates"), "amber")
        return
    lang = language()
    options: list[LetterOption] = [
        (str(at), template.name.of(lang), partial(_apply, screen, template))
        for at, template in enumerate(found, 1)
    ]
    screen.choose(_("which template?"), options)


def _apply(screen: PlanScreen, chosen: PlanTemplate) -> None:
    """Put the rows; where their days do not fit, say so and offer the ways that are left."""
    today = screen.today
    ways = template_ranges(screen.project, chosen, today)
    if "dates" in ways:
        _put_template(screen, chosen, "dates")
        return
    signs = screen.project.signs
    late = signs is not None and ways["shift"].end is not None and ways["shift"].end > signs.latest
    words: Mapping[TemplateFit, str] = {
        "squeeze": _("compress to {days}"),
        "shift": _("from today, past the close date: {days}") if late else _("from today: {days}"),
    }
    options: list[LetterOption] = [
        (
            str(at),
            words[way].format(days=short_days(*span, today)),
            partial(_put_template, screen, chosen, way),
        )
        for at, (way, span) in enumerate(ways.items(), 1)
    ]
    screen.choose(_why_not(screen, chosen), options)


def _why_not(screen: PlanScreen, chosen: PlanTemplate) -> str:
    """Return why the template cannot be put by its own days."""
    try:
        apply_template(screen.project, chosen, screen.host.context.reading(), language())
    except UserError as refusal:
        return say(refusal)
    return ""


def _put_template(screen: PlanScreen, chosen: PlanTemplate, way: TemplateFit) -> None:
    begun = screen.project
    known = {row.id for row in begun.plan}

    def edit(project: Project, reading: ReadingContext) -> Project:
        return put_rows(
            project, apply_template(project, chosen, reading, language(), way), reading.stamp
        )

    count, name = len(chosen.rows), chosen.name.of(language())
    message = ngettext("{count} task from {name}", "{count} tasks from {name}", count)
    if edit_project(screen, N_("template"), edit, message.format(count=count, name=name)):
        new = next((row.id for row in screen.project.plan if row.id not in known), None)
        if new is not None:
            screen.go(f"{ROW_PREFIX}{new}")


def follow(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Go along the red thread: at once where there is one way, else by one of a few.

    From a row it also leads back to the answer that it all began with.
    """
    project, here = screen.project, make_ref(item)
    source, first = source_of(project, here), trace_thread(project, here)[0].ref
    revisited = [first] if first.startswith("answer:") and first != source else []
    back = [*([source] if source else []), *revisited]
    nothing = _("no further links: s links it to a goal")
    choose_along(screen, back, outcomes_of(project, here), nothing)


def move(screen: PlanScreen, row: PlanRow) -> None:
    """Put a row into another workstream."""

    def move_to(bone: Bone) -> None:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return put_row_on(project, row.id, bone.id, reading.stamp)

        edit_project(screen, N_("task"), edit, row.content)

    pick_workstream(screen, _("workstream"), move_to)


def find(screen: PlanScreen) -> None:
    """Take words of whatever the room holds, what is on the side of the cursor first."""
    view, start = screen.view, screen.current

    def back() -> None:
        screen.look(view)
        screen.to(start)

    finder.open_finder(screen, plan_entries(screen.outline, view.side), screen.go, back)
