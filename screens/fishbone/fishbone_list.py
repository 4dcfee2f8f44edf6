"""The fishbone as a list: its head, then each category with its causes, the tail last. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deals.fishbone import Bone, CauseOnBone, CauseState
from deals.model import PlanRow
from deals.planning import days_late, group_rows, row_numbers
from screens.fishbone.view import FishboneState, name_cause_state
from views.cause_notes import source_text
from views.days_left import overdue_text
from views.field_values import day_text
from views.fishbone import HEAD, bone_node_id, cause_node_id, cause_sign
from views.glyphs import glyphs
from views.item_list import ListItem, join_parts, label_fact
from views.styled_text import StyledText, TextLine, Tone
from views.task_lines import list_checkpoint, task_mark
from wording import _, add_note, ngettext, pgettext
from wording.names import standing_name
from wording.record_names import workstream_title

_TONES: Mapping[CauseState, Tone] = {"bare": "red", "doing": "amber", "done": "good"}


def list_fishbone(state: FishboneState, bones: Sequence[Bone]) -> Iterator[ListItem]:
    """Yield what the fish shows, each cause once, with how far it is and what is done about it."""
    head = label_fact(_("head of the fish"), StyledText(state.head, "strong"))
    yield ListItem(HEAD, [head])
    numbers = row_numbers(group_rows(state.project, state.playbook, empty=True))
    for bone in bones:
        yield ListItem(bone_node_id(bone.id), [_bone_line(bone)])
        for rib in bone.ribs:
            lines = [*_cause_lines(rib, state), *_work_lines(rib, state, numbers)]
            sign = StyledText(cause_sign(rib.state), _TONES.get(rib.state, ""))
            yield ListItem(cause_node_id(rib.cause.id), lines, 1 + rib.depth, sign)


def _bone_line(bone: Bone) -> TextLine:
    """Return a category, whether it is the tail, how many causes it has and how many lack work."""
    title = workstream_title(bone)
    count = ngettext("{count} cause", "{count} causes", len(bone.ribs))
    bare = sum(rib.state == "bare" for rib in bone.ribs)
    lacking = "! " + _("{bare} not in the plan").format(bare=bare) if bare else ""
    return join_parts(
        StyledText(add_note(title, _("tail of the fish")) if bone.tail else title, "strong"),
        count.format(count=len(bone.ribs)) if bone.ribs else _("no causes yet"),
        StyledText(lacking, "red"),
    )


def _cause_lines(rib: CauseOnBone, state: FishboneState) -> Iterator[TextLine]:
    """Yield a cause with how far it is, then what it lies behind and where it came from."""
    causes = {cause.id: cause.text for cause in state.project.causes}
    yield join_parts(
        StyledText(rib.cause.text, "strong"),
        StyledText(name_cause_state(rib.state), _TONES.get(rib.state, "")),
    )
    parent = causes.get(rib.cause.parent or "", "") if rib.depth else ""
    yield label_fact(_("root cause of"), parent)
    source = source_text(rib.cause.source, state.project, state.playbook)
    yield label_fact(pgettext("cause", "from"), source)


def _work_lines(
    rib: CauseOnBone, state: FishboneState, numbers: Mapping[str, str]
) -> Iterator[TextLine]:
    """Yield a line for each task that works on a cause, its checkpoints, and the goals for it."""
    reached = StyledText(f"{glyphs().settled} " + _("reached"), "good")
    for row in rib.rows:
        yield _task_line(row, state, numbers.get(row.id, ""))
        yield from (list_checkpoint(check, row, state.today) for check in row.checkpoints)
    for goal in state.project.goals:
        if goal.cause == rib.cause.id:
            yield label_fact(_("goal"), reached if goal.reached else "", goal.text)


def _task_line(row: PlanRow, state: FishboneState, number: str) -> TextLine:
    """Return a task: how it stands, its number and words, who has it, until when."""
    mark = task_mark(row, state.today)
    late = overdue_text(days_late(row, state.today))
    return label_fact(
        _("task"),
        StyledText(f"{mark.text} {late or standing_name(row.state)}", mark.tone),
        f"{number} {row.content}".strip(),
        row.responsible,
        _("until {day}").format(day=day_text(row.end)) if row.end else _("no date"),
    )
