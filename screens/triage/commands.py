"""The commands of triage: a key answers, and the next project comes once no flag is left."""

from __future__ import annotations

from deals.model import Project
from screens.base.commands import Commands, lacks
from screens.base.contact_actions import ask_touch, set_relation
from screens.base.project_actions import end_projects, hold_projects, snooze_flags, step_stage
from screens.base.record_editor import edit_field
from screens.base.settle_tables import ask_about_missing, keep_apart, keep_projects, merge_with_twin
from screens.base.shared_commands import SCREEN_COMMANDS
from screens.triage.screen import TriageScreen
from wording import N_

TRIAGE: Commands[TriageScreen] = Commands(SCREEN_COMMANDS)


@lacks(N_("no project left"))
def has_project(screen: TriageScreen) -> bool:
    """Return whether there is a project in front."""
    return screen.queue.current is not None


@lacks(N_("no project left"))
def project_in_front(screen: TriageScreen) -> Project | None:
    """Return the project in front."""
    current = screen.queue.current
    return None if current is None else screen.host.book.projects[current]


@lacks(N_("its tables still hold it"))
def is_gone(screen: TriageScreen) -> bool:
    """Return whether a table no longer holds the project in front."""
    project = project_in_front(screen)
    return project is not None and bool(project.missing_from)


@lacks(N_("no twin"))
def has_twin(screen: TriageScreen) -> bool:
    """Return whether another owner has the project in front too."""
    project = project_in_front(screen)
    return project is not None and bool(screen.host.assess(project).twins)


@TRIAGE.command("brief", "B", "alt+v", label=N_("brief"), on=project_in_front)
def open_brief(screen: TriageScreen, project: Project) -> None:
    """Read one page before a visit: people, promises, holes, questions, competitors."""
    screen.host.open_screen("visit_brief", project)


@TRIAGE.command("next", "n", "f5", label=N_("next"), when=has_project, changes=True)
def set_next_action(screen: TriageScreen) -> None:
    """Set the next step and its date: call Ann +3d, visit fri."""
    edit_field(screen, screen.target, "next", screen.settle)


@TRIAGE.command("signs", "w", "f4", label=N_("close date"), when=has_project, changes=True)
def set_signing(screen: TriageScreen) -> None:
    """Set another close date: 2026.5.30, 2026-Q4, 2026H2."""
    edit_field(screen, screen.target, "signs", screen.settle)


@TRIAGE.command(
    "stage-down",
    "less_than_sign",
    "ctrl+left",
    label=N_("stage -"),
    when=has_project,
    footer=True,
    changes=True,
)
def lower_stage(screen: TriageScreen) -> None:
    """Correct the stage downwards: it was too optimistic."""
    step_stage(screen, screen.target, -1, screen.settle)


@TRIAGE.command(
    "stage-up",
    "greater_than_sign",
    "ctrl+right",
    label=N_("stage +"),
    when=has_project,
    changes=True,
)
def raise_stage(screen: TriageScreen) -> None:
    """Correct the stage upwards: the deal is further along."""
    step_stage(screen, screen.target, 1, screen.settle)


@TRIAGE.command("relation", "r", "ctrl+e", label=N_("relation"), when=has_project, changes=True)
def edit_relation(screen: TriageScreen) -> None:
    """Set a contact's CR or stance."""
    set_relation(screen, screen.target[0], screen.settle)


@TRIAGE.command("contacts", "c", "f7", label=N_("contacts"), when=has_project, changes=True)
def edit_contacts(screen: TriageScreen) -> None:
    """Retype the contacts: Ann executive TB cr2 +; Bo junior cr3."""
    edit_field(screen, screen.target, "contacts", screen.settle)


@TRIAGE.command("amount", "m", "f3", label=N_("amount"), when=has_project, changes=True)
def edit_amount(screen: TriageScreen) -> None:
    """Type the expected amount."""
    edit_field(screen, screen.target, "amount", screen.settle)


@lacks(N_("no tender day"))
def has_tender(screen: TriageScreen) -> bool:
    """Return whether bids are due on a day for the project in front."""
    project = project_in_front(screen)
    return project is not None and project.tender is not None


@TRIAGE.command("tender", "b", "f12", label=N_("tender day"), when=has_tender, changes=True)
def edit_tender(screen: TriageScreen) -> None:
    """Type another tender day."""
    edit_field(screen, screen.target, "tender", screen.settle)


@TRIAGE.command("own", label=N_("own"), when=has_project, changes=True)
def edit_own_column(screen: TriageScreen) -> None:
    """Type into a column of your own: choose one by part of its name, or name a new one."""
    from screens.base.own_columns import type_own

    type_own(screen, screen.target, lambda: None)


@TRIAGE.command("key-project", "S", "alt+s", label=N_("key"), when=has_project, changes=True)
def star_key_project(screen: TriageScreen) -> None:
    """Star it as a key project, with its strategy in a line; - unstars it."""
    from screens.base.star_projects import star_projects

    star_projects(screen, screen.target, lambda: None)


@TRIAGE.command("touch", "y", "ctrl+l", label=N_("touch"), when=has_project, changes=True)
def log_touch(screen: TriageScreen) -> None:
    """Log activity in a line: visit Ann: demo agreed -> send the offer fri."""
    ask_touch(screen, screen.target, screen.settle)


@TRIAGE.command("hold", "o", "f6", label=N_("hold"), when=has_project, changes=True)
def hold(screen: TriageScreen) -> None:
    """Put it on hold, with the reason."""
    hold_projects(screen, screen.target, screen.settle)


@TRIAGE.command("end", "x", "ctrl+x", label=N_("end"), when=has_project, changes=True)
def end(screen: TriageScreen) -> None:
    """End it as lost, abandoned or won, with the reason."""
    end_projects(screen, screen.target, screen.settle)


@TRIAGE.command(
    "snooze", "z", "ctrl+s", label=N_("snooze"), when=has_project, footer=True, changes=True
)
def snooze(screen: TriageScreen) -> None:
    """Snooze its flags until a date, with a reason; they come back by themselves."""
    snooze_flags(screen, screen.target, screen.settle)


@TRIAGE.command("keep", "g", "f9", label=N_("it stays"), when=is_gone, changes=True)
def keep_gone(screen: TriageScreen) -> None:
    """Keep it although a table no longer has it."""
    keep_projects(screen, screen.target, screen.settle)


@TRIAGE.command("ask-owner", "s", "f8", label=N_("ask owner"), when=is_gone, changes=True)
def ask_about_gone(screen: TriageScreen) -> None:
    """Plan to ask its owner why a table no longer has it."""
    ask_about_missing(screen, screen.target, screen.settle_gone)


@TRIAGE.command("merge", "M", "ctrl+k", label=N_("one deal"), when=has_twin, changes=True)
def merge_twins(screen: TriageScreen) -> None:
    """Merge it with its twin of another owner."""
    merge_with_twin(screen, screen.target[0], screen.settle)


@TRIAGE.command("apart", "d", "f10", label=N_("two deals"), when=has_twin, changes=True)
def part_twins(screen: TriageScreen) -> None:
    """Mark it as another deal than its twin; neither is flagged for that again."""
    keep_apart(screen, screen.target[0], screen.settle)


@TRIAGE.command("open", "enter", label=N_("open"), on=project_in_front)
def open_project(screen: TriageScreen, project: Project) -> None:
    """Open the project: the net over its people."""
    screen.host.open_screen("people", project)


@TRIAGE.command("later", "space", "j", "down", label=N_("later"), when=has_project, footer=True)
def leave_for_later(screen: TriageScreen) -> None:
    """Leave it for the end of this round."""
    screen.show(screen.queue.later())


@TRIAGE.command("earlier", "k", "up", label=N_("earlier"), when=has_project)
def go_back_to_earlier(screen: TriageScreen) -> None:
    """Go back to the project skipped before."""
    screen.show(screen.queue.earlier())


@TRIAGE.command("page-down", "pagedown", "ctrl+f", label=N_("page down"), when=has_project)
def page_down(screen: TriageScreen) -> None:
    """Show more of a long card."""
    screen.scroll(1)


@TRIAGE.command("page-up", "pageup", "ctrl+b", label=N_("page up"), when=has_project)
def page_up(screen: TriageScreen) -> None:
    """Show the beginning of a long card."""
    screen.scroll(-1)
