"""The fishbone as a list: its head, then each category with its causes, the tail last. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deals.fishbone import Bone, CauseOnBone, CauseState
from deals.model import PlanRow
from deals.planning import days_late, group_rows, row_numbers
from screens.fishbone.view import FishboneState, name_cause_state
from views.cause_notes import source_text
from views.field_values import day_text
from views.fishbone import HEAD, bone_node_id, cause_node_id, cause_sign
from views.item_list import ListItem, join_parts
from views.styled_text import StyledText, TextLine, Tone, join_spans
from views.task_marks import task_mark
from wording import _, add_note, ngettext
from wording.names import standing_name
from wording.record_names import workstream_title

_TONES: Mapping[CauseState, Tone] = {"bare": "red", "doing": "amber", "done": "good"}


def list_fishbone(state: FishboneState, bones: Sequence[Bone]) -> Iterator[ListItem]:
    """Yield what the fish shows, each cause once, with how far it is and what is done about it."""
    head = _("head of the fish: {goal}").format(goal=state.head)
    yield ListItem(HEAD, [(StyledText(head, "strong"),)])
    numbers = row_numbers(group_rows(state.project, state.playbook, empty=True))
    for bone in bones:
        yield ListItem(bone_node_id(bone.id), [_bone_line(bone)])
        for rib in bone.ribs:
            lines = [_cause_line(rib, state), *_work_lines(rib, state, numbers)]
            yield ListItem(cause_node_id(rib.cause.id), lines, 1 + rib.depth)


def _bone_line(bone: Bone) -> TextLine:
    """Return a category, whether it is the tail, how many causes it has and how many lack work."""
    title = workstream_title(bone)
    count = ngettext("{count} cause", "{count} causes", len(bone.ribs))
    bare = sum(rib.state == "bare" for rib in bone.ribs)
    return join_parts(
        StyledText(add_note(title, _("tail of the fish")) if bone.tail else title, "strong"),
        count.format(count=len(bone.ribs)) if bone.ribs else _("no causes yet"),
        StyledText("! " + _("{bare} not in the plan").format(bare=bare) if bare else "", "red"),
    )


def _cause_line(rib: CauseOnBone, state: FishboneState) -> TextLine:
    """Return a cause behind its sign: its words, how far it is, what it lies behind, and where it
    came from.
    """
    causes = {cause.id: cause.text for cause in state.project.causes}
    parent = causes.get(rib.cause.parent or "", "") if rib.depth else ""
    source = source_text(rib.cause.source, state.project, state.playbook)
    sign = StyledText(f"{cause_sign(rib.state)} ", _TONES.get(rib.state, ""))
    words = join_parts(
        StyledText(rib.cause.text, "strong"),
        StyledText(name_cause_state(rib.state), _TONES.get(rib.state, "")),
        _("root cause of {cause}").format(cause=parent) if parent else "",
        _("from: ") + source if source else "",
    )
    return join_spans((sign,), words)


def _work_lines(
    rib: CauseOnBone, state: FishboneState, numbers: Mapping[str, str]
) -> Iterator[TextLine]:
    """Yield the tasks that work on a cause and the goals that answer it, a line each."""
    yield from (_task_line(row, state, numbers.get(row.id, "")) for row in rib.rows)
    for goal in state.project.goals:
        if goal.cause == rib.cause.id:
            reached = StyledText(_("reached") if goal.reached else "", "good")
            yield join_parts(_("goal: ") + goal.text, reached)


def _task_line(row: PlanRow, state: FishboneState, number: str) -> TextLine:
    """Return a task behind its sign: number and words, who has it, until when, how it stands."""
    name = _("task {number} {content}").format(number=number, content=row.content)
    late = days_late(row, state.today)
    days = ngettext("{count} day late", "{count} days late", late).format(count=late)
    mark = task_mark(row, state.today)
    words = join_parts(
        name,
        standing_name(row.state),
        row.responsible,
        _("until {day}").format(day=day_text(row.end)) if row.end else _("no date"),
        StyledText(days if late else "", "red"),
    )
    return join_spans((mark._replace(text=f"{mark.text} "),), words)
