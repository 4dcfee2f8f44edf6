"""The actions on causes, bones and the head of the fish: each asks at the foot and commits once."""

from __future__ import annotations

from functools import partial

from deals.edits.planning import (
    add_bone,
    add_cause,
    aim_at_cause,
    drop_bone,
    drop_cause,
    move_cause,
    plan_cause_line,
    rename_bone,
    shift_bone,
    shift_cause,
    write_cause,
)
from deals.edits.records import set_value
from deals.errors import UserError
from deals.fishbone import Bone, CauseOnBone
from deals.model import Cause, Project
from deals.parsing.reading_context import ReadingContext
from deals.thread import outcomes_of, source_of
from deals.unsaved import InputPlace
from screens.base import finder
from screens.base.finder import make_entry
from screens.base.project_actions import edit_project, pick_workstream
from screens.base.project_screen import choose_along
from screens.base.record_editor import TextEditor, TextWrite
from screens.base.task_line import TASK_HINT, echo_task, find_task_day, list_others, say_task
from screens.fishbone.screen import NO_FOOTER, FishboneScreen, SuggestionPrompt
from screens.fishbone.view import what_to_do
from views.fishbone import HEAD, bone_node_id, cause_node_id
from wording import N_, _
from wording.record_names import workstream_title


def add(screen: FishboneScreen) -> None:
    """Take causes for the bone under the cursor, a line each; at the head ask for the bone."""
    bone = screen.bone
    if bone is None:
        pick_workstream(screen, _("cause in"), partial(_add, screen, parent=None))
    else:
        _add(screen, bone, parent=None)


def add_behind(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Take causes that lie behind the one under the cursor."""
    bone = screen.bone
    if bone is not None:
        _add(screen, bone, parent=rib.cause.parent if rib.depth else rib.cause.id)


def _add(screen: FishboneScreen, bone: Bone, parent: str | None) -> None:
    behind = next((cause.text for cause in screen.project.causes if cause.id == parent), "")

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        fresh = Cause(id=reading.new_id(), bone=bone.id, text=text, parent=parent)
        return add_cause(project, fresh, reading.stamp)

    TextEditor(
        screen,
        N_("cause"),
        write,
        _("root cause of {cause}").format(cause=behind[:12]) if behind else workstream_title(bone),
        InputPlace(f"new cause:{bone.id}", screen.project.id, parent or ""),
        example=_("one cause per line; empty line to finish"),
        adds="causes",
        go=lambda cause: screen.to(cause_node_id(cause)),
        paste_separator="; ",
    ).ask_each()


def edit(screen: FishboneScreen) -> None:
    """Edit the text of the cause, the own bone or the head under the cursor."""
    rib, bone = screen.rib, screen.own_bone
    if rib is not None:
        _edit_cause(screen, rib.cause)
    elif bone is not None:
        edit_bone(screen, bone)
    elif screen.bone is None:
        _edit_head(screen)
    else:
        screen.tell(_("this category is the playbook's; b adds a custom one"))


def _edit_cause(screen: FishboneScreen, cause: Cause) -> None:
    TextEditor(
        screen,
        N_("cause"),
        lambda project, text, reading: write_cause(project, cause.id, text, reading.stamp),
        _("cause"),
        InputPlace("cause", screen.project.id, cause.id),
        cause.text,
    ).ask()


def _edit_head(screen: FishboneScreen) -> None:
    TextEditor(
        screen,
        N_("head of the fishbone"),
        lambda project, text, reading: set_value(project, "head", text.strip(), reading.stamp),
        _("goal (head)"),
        InputPlace("head", screen.project.id),
        screen.project.head or screen.head,
    ).ask()


def delete(screen: FishboneScreen) -> None:
    """Take the cause or the own bone out; what lay behind or on it goes to its neighbour."""
    rib, bone = screen.rib, screen.own_bone
    if rib is not None:
        cause = rib.cause
        message = _("{cause} removed; u to undo").format(cause=cause.text)
        place = screen.diagram.nodes.get(cause_node_id(cause.id))
        edit_project(
            screen,
            N_("delete"),
            lambda project, reading: drop_cause(project, cause.id, reading.stamp),
            message,
        )
        screen.near(place)
    elif bone is not None:
        there = [own.id for own in screen.bones]
        onto = there[max(0, there.index(bone.id) - 1)] if len(there) > 1 else ""
        message = _("{bone} removed, its causes moved; u to undo").format(bone=bone.id)
        edit_project(
            screen,
            N_("delete"),
            lambda project, reading: drop_bone(project, bone.id, onto, reading.stamp),
            message,
        )
        screen.to(bone_node_id(onto))


def shift(screen: FishboneScreen, step: int) -> None:
    """Move the cause among its kind, or the own bone among its own, by one."""
    rib, bone = screen.rib, screen.own_bone
    if rib is not None:
        cause = rib.cause.id
        edit_project(
            screen,
            N_("order"),
            lambda project, reading: shift_cause(project, cause, step, reading.stamp),
            _("moved"),
        )
    elif bone is not None:
        edit_project(
            screen,
            N_("order"),
            lambda project, reading: shift_bone(project, bone.id, step, reading.stamp),
            _("moved"),
        )


def move(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Take the cause, and what lies behind it, to another bone."""
    cause = rib.cause

    def move_to(bone: Bone) -> None:
        message = f"{cause.text} > {workstream_title(bone)}"
        edit_project(
            screen,
            N_("cause"),
            lambda project, reading: move_cause(project, cause.id, bone.id, reading.stamp),
            message,
        )
        screen.to(cause_node_id(cause.id))

    pick_workstream(screen, _("to category"), move_to)


def plan(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Make a row of the plan of the cause, in words that may be changed first; days and who too."""
    cause = rib.cause
    TextEditor(
        screen,
        N_("task"),
        lambda project, text, reading: plan_cause_line(
            project, cause.id, text, reading, list_others(screen)
        ),
        _("action to take"),
        InputPlace("plan cause", screen.project.id, cause.id),
        what_to_do(cause, screen.project, screen.host.context.playbook),
        stored="",
        example=_(TASK_HINT),
        echo=partial(echo_task, screen),
        dated=partial(find_task_day, screen),
        message=partial(_say_planned, screen),
    ).ask()


def _say_planned(screen: FishboneScreen, text: str) -> str:
    try:
        return say_task(screen, text)
    except UserError:
        return ""  # which is said when it is written


def aim_at_goal(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Make a goal that answers the cause, in words of its own."""
    cause = rib.cause.id
    TextEditor(
        screen,
        N_("goal"),
        lambda project, text, reading: aim_at_cause(project, cause, text, reading),
        _("goal"),
        InputPlace("goal of cause", screen.project.id, cause),
        example=_("how we know the cause is solved, such as: he meets us monthly"),
    ).ask()


def follow_cause(screen: FishboneScreen, rib: CauseOnBone) -> None:
    """Follow the thread: back to where the cause came from, or on to what came of it."""
    project, ref = screen.project, cause_node_id(rib.cause.id)
    source, nothing = source_of(project, ref), _("no further links: ! makes a task")
    choose_along(screen, [source] if source else [], outcomes_of(project, ref), nothing)


def new_bone(screen: FishboneScreen) -> None:
    """Take the name of a bone of the project's own; the cursor goes there."""
    _ask_bone(
        screen,
        lambda project, text, reading: add_bone(project, text, reading.playbook, reading.stamp),
        _("custom category"),
        "new bone",
    )


def edit_bone(screen: FishboneScreen, bone: Bone) -> None:
    """Rename a bone of the project's own."""
    _ask_bone(
        screen,
        lambda project, text, reading: rename_bone(
            project, bone.id, text, reading.playbook, reading.stamp
        ),
        _("category name"),
        f"bone:{bone.id}",
        bone.id,
    )


def _ask_bone(
    screen: FishboneScreen, write: TextWrite, label: str, asked: str, name: str = ""
) -> None:
    TextEditor(
        screen,
        N_("category"),
        write,
        label,
        InputPlace(asked, screen.project.id),
        text=name,
        then=lambda text: screen.to(bone_node_id(text.strip())),
    ).ask()


def find(screen: FishboneScreen) -> None:
    """Take words of a cause, a bone or the head; the cursor goes there."""
    bones = [make_entry(bone_node_id(bone.id), workstream_title(bone)) for bone in screen.bones]
    causes = [make_entry(cause_node_id(cause.id), cause.text) for cause in screen.project.causes]
    shown, head = screen.diagram.nodes, make_entry(HEAD, screen.head)
    entries = [entry for entry in (*causes, *bones, head) if entry.id in shown]
    finder.open_finder(screen, entries, screen.to, partial(screen.to, screen.current))


def offer_causes(screen: FishboneScreen) -> None:
    """Show what could be a cause, a letter at each."""
    if not screen.offers():
        screen.tell(_("every weak answer and hole is a cause already"))
        return
    screen.key_handler = SuggestionPrompt(screen)
    screen.footer_ids = NO_FOOTER
    screen.canvas.letters = True
    screen.current = None
    screen.paint()
