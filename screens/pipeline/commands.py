"""The commands of the pipeline.

What they do is loaded by who first does it, or while nobody types: this is the first screen, and
nobody should wait for more than it shows.
"""

from __future__ import annotations

from deals.model import Project
from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.pipeline.screen import PipelineScreen
from wording import N_

PIPELINE: Commands[PipelineScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


def has_row(screen: PipelineScreen) -> bool:
    """Return whether there is a project to act on: one under the cursor, or marked ones."""
    return bool(screen.selection.targets)


def project_at_cursor(screen: PipelineScreen) -> Project | None:
    """Return the project under the cursor."""
    return screen.host.book.projects.get(screen.selection.current or "")


@lacks(N_("of one owner at a time"))
def owner_at_cursor(screen: PipelineScreen) -> str | None:
    """Return whose projects are marked, or at the cursor, if they are of one owner."""
    ids = screen.selection.targets or screen.selection.members_of(screen.selection.current or "")
    found = (screen.host.book.projects.get(id_) for id_ in ids)
    owners = {project.owner for project in found if project}
    return owners.pop() or None if len(owners) == 1 else None


def project_or_head(screen: PipelineScreen) -> str | None:
    """Return the row under the cursor, be it a project or the head of a group."""
    return screen.selection.current


@lacks(N_("no groups: v shows them by owner"))
def head_in_sight(screen: PipelineScreen) -> str | None:
    """Return the head of the group that the cursor is in."""
    groups = screen.selection.groups
    return groups.find_head(screen.selection.current) if groups else None


@lacks(N_("no groups: v shows them by owner"))
def has_groups(screen: PipelineScreen) -> bool:
    """Return whether the list is grouped."""
    return screen.selection.groups is not None


@lacks(N_("still in its table, and no other owner has it"))
def open_question(screen: PipelineScreen) -> Project | None:
    """Return the project under the cursor if it is gone from a table or has a twin."""
    project = project_at_cursor(screen)
    if project is None:
        return None
    return project if project.missing_from or screen.host.assess(project).twins else None


@lacks(N_("nothing was imported yet"))
def was_imported(screen: PipelineScreen) -> bool:
    """Return whether something was imported in this session."""
    return bool(screen.host.letter)


@lacks(N_("no sample projects"))
def has_sample(screen: PipelineScreen) -> bool:
    """Return whether projects of the sample are there."""
    return any(screen.host.samples())


def has_rows(screen: PipelineScreen) -> bool:
    """Return whether the list shows anything."""
    return bool(screen.selection.listed)


@lacks(N_("one project at a time"))
def single_target(screen: PipelineScreen) -> str | None:
    """Return the project acted on if it is just one: every project has people of its own."""
    targets = screen.selection.targets
    return targets[0] if len(targets) == 1 else None


@PIPELINE.command("add", "a", "insert", label=N_("add"), footer=True, changes=True)
def add_project(screen: PipelineScreen) -> None:
    """Add projects, a line each: name @customer owner:name P2 0.8-1.5M 2026-Q4."""
    from screens.pipeline.actions import add

    add(screen)


@PIPELINE.command("open", "enter", label=N_("open"), on=project_or_head)
def open_project(screen: PipelineScreen, row_id: str) -> None:
    """Open the project: the net over its people; at a head show its projects alone."""
    if screen.selection.head:
        screen.show_group(row_id)
    else:
        screen.host.open_screen("people", screen.host.book.projects[row_id])


@PIPELINE.command("edit", "e", "f2", label=N_("edit"), when=has_row, footer=True, changes=True)
def edit_row(screen: PipelineScreen) -> None:
    """Edit the row field by field; Tab goes on, shift+Tab back, Enter ends."""
    from screens.pipeline.actions import edit_any

    edit_any(screen)


@PIPELINE.command(
    "stage-up",
    "greater_than_sign",
    "ctrl+right",
    label=N_("stage +"),
    when=has_row,
    footer=True,
    changes=True,
)
def raise_stage(screen: PipelineScreen) -> None:
    """Move the stage up by one; what is still missing for it is shown."""
    from screens.base.project_actions import step_stage

    step_stage(screen, screen.selection.targets, 1, screen.done)


@PIPELINE.command(
    "stage-down", "less_than_sign", "ctrl+left", label=N_("stage -"), when=has_row, changes=True
)
def lower_stage(screen: PipelineScreen) -> None:
    """Move the stage back by one."""
    from screens.base.project_actions import step_stage

    step_stage(screen, screen.selection.targets, -1, screen.done)


@PIPELINE.command("next", "n", "f5", label=N_("next"), when=has_row, footer=True, changes=True)
def edit_next_action(screen: PipelineScreen) -> None:
    """Type the next step and its date: call Ann +3d, visit fri, proposal 03-20."""
    screen.edit_row("next")


@PIPELINE.command("amount", "m", "f3", label=N_("amount"), when=has_row, changes=True)
def edit_amount(screen: PipelineScreen) -> None:
    """Type the expected amount: 640k, 0.8-1.5M, USD 2m."""
    screen.edit_row("amount")


@PIPELINE.command("signs", "w", "f4", label=N_("close date"), when=has_row, changes=True)
def edit_signing(screen: PipelineScreen) -> None:
    """Type the close date: 2026.5.30, 26-05, 2026-Q4, 2026H2, 2027."""
    screen.edit_row("signs")


@PIPELINE.command("owner", "o", "f6", label=N_("owner"), when=has_row, changes=True)
def edit_owner(screen: PipelineScreen) -> None:
    """Type the owner."""
    screen.edit_row("owner")


@PIPELINE.command(
    "hand-over", "H", "alt+h", label=N_("hand over"), on=owner_at_cursor, changes=True
)
def hand_over(screen: PipelineScreen, owner: str) -> None:
    """Hand it to a colleague, with tasks and promises; at an owner's head all the owner has."""
    from screens.pipeline.actions import hand_projects_over

    hand_projects_over(screen, owner)


@PIPELINE.command("contacts", "c", "f7", label=N_("contacts"), when=has_row, changes=True)
def edit_contacts(screen: PipelineScreen) -> None:
    """Type the contacts: Ann executive TB cr2 +; Bo junior cr3."""
    screen.edit_row("contacts")


@PIPELINE.command("own", label=N_("own"), when=has_row, changes=True)
def edit_own_column(screen: PipelineScreen) -> None:
    """Type into a column of your own: choose one by part of its name, or name a new one."""
    from screens.base.own_columns import type_own

    type_own(screen, screen.selection.targets, screen.done)


@PIPELINE.command("tender", "b", "alt+b", label=N_("tender day"), when=has_row, changes=True)
def edit_tender(screen: PipelineScreen) -> None:
    """Type the tender day, from which the plan counts back: 12-28, fri, +4w; - for none."""
    screen.edit_row("tender")


@PIPELINE.command("tags", label=N_("tags"), when=has_row, changes=True)
def edit_tags(screen: PipelineScreen) -> None:
    """Type the tags, separated by commas."""
    screen.edit_row("tags")


@PIPELINE.command("key-project", "S", "alt+s", label=N_("key"), when=has_row, changes=True)
def star_key_project(screen: PipelineScreen) -> None:
    """Star it as a key project (* before its name), with its strategy in a line; - unstars it."""
    from screens.base.star_projects import star_projects

    star_projects(screen, screen.selection.targets, screen.done)


@PIPELINE.command("relation", "r", "ctrl+e", label=N_("relation"), on=single_target, changes=True)
def edit_relation(screen: PipelineScreen, project_id: str) -> None:
    """Set the CR or stance of a contact, by one key."""
    from screens.base.contact_actions import set_relation

    set_relation(screen, project_id, screen.done)


@PIPELINE.command("touch", "y", "ctrl+l", label=N_("touch"), when=has_row, changes=True)
def log_touch(screen: PipelineScreen) -> None:
    """Log activity in a line: visit Ann: demo agreed -> send the offer fri."""
    from screens.base.contact_actions import ask_touch

    ask_touch(screen, screen.selection.targets, screen.done)


@PIPELINE.command("snooze", "z", "ctrl+s", label=N_("snooze"), when=has_row, changes=True)
def snooze(screen: PipelineScreen) -> None:
    """Snooze a project's flags until a date, with a reason."""
    from screens.base.project_actions import snooze_flags

    snooze_flags(screen, screen.selection.targets, screen.done)


@PIPELINE.command("end", "x", "ctrl+x", label=N_("end"), when=has_row, changes=True)
def end(screen: PipelineScreen) -> None:
    """End a project as lost, abandoned, on hold or won, with the reason; or open it again."""
    from screens.base.project_actions import end_projects

    end_projects(screen, screen.selection.targets, screen.done)


@PIPELINE.command("log", "L", "f11", "ctrl+g", label=N_("log"), on=project_at_cursor)
def open_log(screen: PipelineScreen, project: Project) -> None:
    """See the log: moves of stage, amount, dates, owner, CR and the like, and every touch."""
    screen.host.open_screen("log", project)


@PIPELINE.command("brief", "B", "alt+v", label=N_("brief"), on=project_at_cursor)
def open_brief(screen: PipelineScreen, project: Project) -> None:
    """Read one page before a visit: people, promises, holes, questions, competitors."""
    screen.host.open_screen("visit_brief", project)


@PIPELINE.command("notes", "O", "alt+o", label=N_("notes"), on=project_at_cursor)
def open_notes(screen: PipelineScreen, project: Project) -> None:
    """Read and write the notes of the project, in as many lines as you like."""
    screen.host.open_screen("notes", project)


@PIPELINE.command("delete", "D", "ctrl+delete", label=N_("delete"), when=has_row, changes=True)
def delete_projects(screen: PipelineScreen) -> None:
    """Delete the project as if never entered; once you have quit, only a backup still has it."""
    from screens.pipeline.actions import delete

    delete(screen)


@PIPELINE.command("merge", "M", "ctrl+k", label=N_("merge"), when=has_row, changes=True)
def merge_projects(screen: PipelineScreen) -> None:
    """Merge two projects that are one deal: two marked rows, or a row and its twin."""
    from screens.pipeline.merging import ask_which_stays

    ask_which_stays(screen)


@PIPELINE.command("settle", "d", "ctrl+u", label=N_("gone, twin"), on=open_question, changes=True)
def settle_table_flags(screen: PipelineScreen, project: Project) -> None:
    """Settle a project gone from its table or with a twin: keep, ask, end or merge."""
    from screens.base.settle_tables import settle_tables

    settle_tables(screen, project, screen.done)


@PIPELINE.command("customer", label=N_("customer"), when=has_row, changes=True)
def rename_customer(screen: PipelineScreen) -> None:
    """Rename the row's customer for all its projects; the name of another one makes them one."""
    from screens.pipeline.merging import ask_customer

    ask_customer(screen)


@PIPELINE.command("triage", "t", "ctrl+t", label=N_("triage"), footer=True)
def open_triage(screen: PipelineScreen) -> None:
    """Go through the projects that need attention, worst first."""
    screen.host.open_screen("triage", screen.selection.marked or screen.selection.listed)


@PIPELINE.command("follow-ups", "f", "ctrl+d", label=N_("follow-ups"))
def open_follow_ups(screen: PipelineScreen) -> None:
    """See follow-ups due in all projects, and decision-makers not contacted."""
    screen.host.open_screen("followups")


@PIPELINE.command("week", "7", label=N_("the week"))
def open_week(screen: PipelineScreen) -> None:
    """See the week: what is due in all projects by day, overdue first, and what was done."""
    screen.host.open_screen("week")


@PIPELINE.command("key-projects", "K", "alt+k", label=N_("key projects"))
def open_key_projects(screen: PipelineScreen) -> None:
    """See key projects by owner, candidates by money, close date and stage, and leads to drop."""
    screen.host.open_screen("key_projects")


@PIPELINE.command("numbers", "N", "alt+n", label=N_("numbers"))
def open_numbers(screen: PipelineScreen) -> None:
    """See the numbers: forecast, movement since a day, shape, and the record of what came out."""
    screen.host.open_screen("numbers")


@PIPELINE.command("team-room", "8", label=N_("our team"))
def open_team(screen: PipelineScreen) -> None:
    """See the team: each branch of the line with its projects and money, and deals twice there."""
    screen.host.open_screen("team")


@PIPELINE.command("filter", "slash", "f8", label=N_("filter"), footer=True)
def filter_rows(screen: PipelineScreen) -> None:
    """Filter as you type: words, owner:me stage>=P3 amount>500k flag:overdue, - for not."""
    from screens.pipeline.actions import ask_filter

    ask_filter(screen)


@PIPELINE.command("sort", "s", "f9", label=N_("sort"))
def sort_rows(screen: PipelineScreen) -> None:
    """Choose the sort order; the same again reverses it."""
    from screens.pipeline.actions import ask_sort

    ask_sort(screen)


@PIPELINE.command("views", "v", "ctrl+v", label=N_("views"))
def choose_view(screen: PipelineScreen) -> None:
    """Choose a view: needs attention, this quarter, mine, no next step, stale, by owner."""
    from screens.pipeline.actions import ask_view

    ask_view(screen)


@PIPELINE.command("save-view", "V", "f12", label=N_("save view"), changes=True)
def save_view(screen: PipelineScreen) -> None:
    """Save the present filter and order as a view; -NAME deletes that view."""
    from screens.pipeline.actions import ask_view_name

    ask_view_name(screen)


@PIPELINE.command("columns", label=N_("columns"), changes=True)
def choose_list_columns(screen: PipelineScreen) -> None:
    """Show a column of your own in the list, or hide it again."""
    from screens.pipeline.actions import choose_list_columns as choose_columns

    choose_columns(screen)


@PIPELINE.command("rename-own", label=N_("rename"), changes=True)
def rename_own_column(screen: PipelineScreen) -> None:
    """Rename a column of your own in all projects."""
    from screens.base.own_columns import rename_column

    rename_column(screen)


@PIPELINE.command("remove-own", label=N_("remove"), changes=True)
def remove_own_column(screen: PipelineScreen) -> None:
    """Remove a column of your own from all projects, with what is in it."""
    from screens.base.own_columns import remove_column

    remove_column(screen)


@PIPELINE.command("preview", "p", "f10", label=N_("preview"))
def turn_preview(screen: PipelineScreen) -> None:
    """Show more or less of the project under the cursor."""
    screen.turn_preview()


@PIPELINE.command("import", "I", "ctrl+n", label=N_("import"), changes=True)
def import_table(screen: PipelineScreen) -> None:
    """Import a table (.xlsx .csv .tsv) or a Netloft export (.json), previewed first."""
    from screens.base.import_table import ask_file

    ask_file(screen, screen.paint)


@PIPELINE.command("letter", label=N_("letter"), when=was_imported)
def open_letter(screen: PipelineScreen) -> None:
    """See the last import's letter: by owner, what changed, contradicts, was refused, is gone."""
    screen.host.open_screen("import_letter", screen.host.letter)


@PIPELINE.command("export", "E", "ctrl+w", label=N_("export"))
def export_table(screen: PipelineScreen) -> None:
    """Write a table (.xlsx .csv) or everything (.json): the marked, the filtered, else all."""
    from screens.base.export_table import ask_export

    ask_export(screen, screen.exported_book())


@PIPELINE.command("paper", "W", "alt+w", label=N_("paper"))
def write_paper(screen: PipelineScreen) -> None:
    """Write a paper to hand over: the pipeline table, a report of week or month, a case report."""
    from screens.base.paper_prompt import ask_paper

    ask_paper(screen, screen.paper_subject(), ("pipeline", "week", "month", "quarter"))


@PIPELINE.command(
    "remove-samples",
    label=N_("no sample"),
    when=has_sample,
    changes=True,
)
def remove_sample(screen: PipelineScreen) -> None:
    """Remove the sample projects; asks about those you have edited."""
    from screens.pipeline.actions import remove_samples

    remove_samples(screen)


@PIPELINE.command("fold-owner", "h", "left", label=N_("fold"), on=head_in_sight)
def fold_group(screen: PipelineScreen, head: str) -> None:
    """Fold the group that the cursor is in, in the views by owner and of shared customers."""
    screen.fold(screen.folded | {head})


@PIPELINE.command("unfold-owner", "l", "right", label=N_("unfold"), on=head_in_sight)
def unfold_group(screen: PipelineScreen, head: str) -> None:
    """Unfold the group again."""
    screen.fold(screen.folded - {head})


@PIPELINE.command("fold-owners", "F", "alt+f", label=N_("fold all"), when=has_groups)
def fold_all_groups(screen: PipelineScreen) -> None:
    """Fold every group; again to unfold them."""
    heads = frozenset(screen.selection.groups.members) if screen.selection.groups else frozenset()
    screen.fold(frozenset() if heads <= screen.folded else heads)


@PIPELINE.command("mark", "space", label=N_("mark"), on=project_or_head)
def mark_row(screen: PipelineScreen, _row_id: str) -> None:
    """Mark or unmark the row, at a head all under it; commands act on all marked rows."""
    screen.select(screen.selection.mark())


@PIPELINE.command(
    "mark-all",
    "asterisk",
    "ctrl+a",
    label=N_("mark all"),
    when=has_rows,
)
def mark_all_rows(screen: PipelineScreen) -> None:
    """Mark every row shown, or unmark all."""
    screen.select(screen.selection.mark_all())
