"""What can be done to projects from the keyboard, the same on every screen that has projects.

Each deed asks what it needs in the status line or over a cell, makes one commit for all the
projects it is given, and calls `done` when that is durable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deals.edits import move_stage, write_field
from deals.fields import Reading, field_text
from deals.gates import gate_missing
from deals.model import Project
from deals.playbook import Playbook
from deals.refusal import Refusal
from screens.kit.screen import KitScreen
from screens.kit.spans import Line, Tone
from screens.kit.values import understood
from screens.kit.wording import _, ngettext, say
from screens.kit.wording.flags import missing_text
from screens.kit.wording.names import field_name

Edit = Callable[[Project, Reading], Project]
Done = Callable[[], None]


def change(screen: KitScreen, ids: Sequence[str], label: str, edit: Edit) -> str | None:
    """Commits `edit` on all of `ids` as one change; the reason if it could not be done."""
    host = screen.host
    reading = host.context.reading()
    try:
        changed = [edit(host.book.projects[one], reading) for one in ids]
    except Refusal as refusal:
        return say(refusal)
    moved = [one for one in changed if host.book.projects[one.id] is not one]
    return host.commit(host.book.with_projects(*moved), label) if moved else None


def finish(
    screen: KitScreen, ids: Sequence[str], failed: str | None, said: str, done: Done
) -> bool:
    """Tells how a deed went: why not, or `said` once `done` has been called."""
    if failed is not None:
        screen.refuse(failed)
        return False
    about = whose(screen, ids)
    done()
    screen.tell(f"{about}: {said}")
    return True


def whose(screen: KitScreen, ids: Sequence[str]) -> str:
    """The project's name, or how many there are."""
    if len(ids) == 1:
        return screen.host.book.projects[ids[0]].name
    return ngettext("{count} project", "{count} projects", len(ids)).format(count=len(ids))


def counted(label: str, count: int) -> str:
    """A label with the number of projects where it is more than one."""
    if count == 1:
        return label
    return ngettext("{label} of {count} project", "{label} of {count} projects", count).format(
        label=label, count=count
    )


def edit_field(screen: KitScreen, ids: Sequence[str], field_id: str, done: Done) -> None:
    """Types a field's new value for all of `ids`, starting from the present one where it is one."""
    if not ids:
        return
    name = field_name(field_id)
    texts = {field_text(screen.host.book.projects[one], field_id) for one in ids}
    start = texts.pop() if len(texts) == 1 else ""
    label = counted(name, len(ids))

    first = screen.host.book.projects[ids[0]]

    def echo(text: str) -> Line:
        return understood(field_id, text, screen.host.context.reading().on(first))

    def accept(text: str) -> bool:
        def edit(project: Project, reading: Reading) -> Project:
            return write_field(project, field_id, text, reading)

        failed = change(screen, ids, label, edit)
        said = " ".join([name, *(span.text for span in echo(text))])
        return finish(screen, ids, failed, said, done)

    screen.input(field_id, label, start, accept, echo)


def step_stage(screen: KitScreen, ids: Sequence[str], step: int, done: Done) -> None:
    """Moves the stage on or back at once, and says what an open gate still wants."""

    def edit(project: Project, reading: Reading) -> Project:
        return move_stage(project, step, reading)

    failed = change(screen, ids, counted(field_name("stage"), len(ids)), edit)
    if failed is not None:
        screen.tell(failed, "amber")
        return
    moved = screen.host.book.projects[ids[0]]
    done()
    if len(ids) == 1:
        screen.tell(*_moved(moved, step, screen.host.context.playbook))
    else:
        screen.tell(_("{count} projects moved").format(count=len(ids)))


def _moved(project: Project, step: int, playbook: Playbook) -> tuple[str, Tone]:
    stage = project.stage
    missing = gate_missing(project, stage, playbook) if step > 0 else ()
    if not missing:
        return _("{name} is at {stage}").format(name=project.name, stage=stage), ""
    lacking = "; ".join(missing_text(one, stage, playbook) for one in missing)
    told = _("{stage}, with its gate open: {missing}").format(stage=stage, missing=lacking)
    return f"{project.name}: {told}", "amber"
