"""The commands that screens share: those of all screens, over the rows of a list, over a diagram.

`ROW_COMMANDS` is for RowScreen, `PROJECT_LIST_COMMANDS` for those about projects,
`DIAGRAM_COMMANDS` for DiagramScreen; the ids are the same, so that a key that a user rebinds moves
in all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from screens.base.commands import Commands, lacks
from screens.base.copied_text import CopySource, ask_copy_file, copy_source, copy_text
from screens.base.row_list import RowScreen
from screens.base.screen import BaseScreen
from screens.base.team_marks import describe_server
from wording import N_, _

if TYPE_CHECKING:
    from deals.model import Project
    from screens.base.app import BaseApp
    from screens.base.diagram_screen import DiagramScreen


class ProjectList(Protocol):
    """A screen of a list whose rows are about projects."""

    @property
    def host(self) -> BaseApp:
        """The app."""

    @property
    def project(self) -> Project | None:
        """The project of the row under the cursor, if the pipeline has it."""

    def find(self) -> None:
        """Take words; the cursor goes to the rows that have them."""


SCREEN_COMMANDS: Commands[BaseScreen] = Commands()
ROW_COMMANDS: Commands[RowScreen] = Commands()
PROJECT_LIST_COMMANDS: Commands[ProjectList] = Commands()
DIAGRAM_COMMANDS: Commands[DiagramScreen] = Commands()


@lacks(N_("everything is saved"))
def is_in_trouble(screen: BaseScreen) -> bool:
    """Return whether something else stands in the store's place."""
    return screen.host.trouble is not None


@lacks(N_("no tour is on"))
def is_touring(screen: BaseScreen) -> bool:
    """Return whether the tour is on."""
    return screen.host.tour is not None


@lacks(N_("no line was left half typed"))
def has_unsaved(screen: BaseScreen) -> bool:
    """Return whether lines were left half typed."""
    return bool(screen.host.unsaved.list_left())


@lacks(N_("this store knows no team server"))
def knows_server(screen: BaseScreen) -> bool:
    """Return whether the store knows the server of a team."""
    return screen.host.team is not None and screen.host.team.status is not None


@SCREEN_COMMANDS.command("undo", "u", "ctrl+z", label=N_("undo"), changes=True)
def undo(screen: BaseScreen) -> None:
    """Undo the last change, whatever it was."""
    if (recall := screen.host.history.recall) is not None:
        recall()
        return
    text, change = screen.host.undo()
    screen.show_replay(text, change, again=False)


@SCREEN_COMMANDS.command("redo", "ctrl+r", "ctrl+y", label=N_("redo"), changes=True)
def redo(screen: BaseScreen) -> None:
    """Redo what was just undone."""
    text, change = screen.host.redo()
    screen.show_replay(text, change, again=True)


@SCREEN_COMMANDS.command("unsaved", label=N_("unsaved"), when=has_unsaved)
def open_unsaved(screen: BaseScreen) -> None:
    """See the lines that were left half typed; take one along or discard it."""
    screen.host.open_screen("unsaved")


@SCREEN_COMMANDS.command("sync", label=N_("sync"), when=knows_server)
def sync_now(screen: BaseScreen) -> None:
    """Sync with the team's server now, also where it was not tried any more."""
    if (team := screen.host.team) is not None:
        screen.tell(_("syncing with the team's server"))
        team.sync_now()


@SCREEN_COMMANDS.command("server", label=N_("server"), when=knows_server)
def tell_server(screen: BaseScreen) -> None:
    """Say which team server the store syncs with, as whom, and how it stands with it."""
    if (status := screen.host.team_status) is not None:
        context = screen.host.context
        screen.tell(describe_server(status, context.today(), me=context.me))


@SCREEN_COMMANDS.command("unsettled", label=N_("unsettled"), when=knows_server)
def open_unsettled(screen: BaseScreen) -> None:
    """See what did not stand on the team's server: refused or overtaken, why, and what to do."""
    screen.host.open_screen("unsettled")


@SCREEN_COMMANDS.command("write-held", label=N_("write it"), when=is_in_trouble)
def write_held(screen: BaseScreen) -> None:
    """Write what this session holds where the store was, keeping what is there now."""
    screen.tell(screen.host.write_held())
    screen.paint()


@SCREEN_COMMANDS.command("leave-anyway", label=N_("leave now"), when=is_in_trouble)
def leave_anyway(screen: BaseScreen) -> None:
    """Leave Netloft although what this session holds is saved nowhere: it is lost."""
    screen.host.exit()


@SCREEN_COMMANDS.command("palette", "colon", "ctrl+p", label=N_("palette"))
def open_palette(screen: BaseScreen) -> None:
    """Find anything and run or open it: commands, projects, people, views, papers, settings."""
    screen.host.open_screen("help", screen, True)


@SCREEN_COMMANDS.command("help", "question_mark", "f1", label=N_("help"), footer=True)
def open_help(screen: BaseScreen) -> None:
    """Show what can be done here, by what one wants to do; Enter runs the one chosen."""
    screen.host.open_screen("help", screen, False)


@SCREEN_COMMANDS.command("method", label=N_("method"))
def open_method(screen: BaseScreen) -> None:
    """Read the selling method in one screen: stages, gates, CR, and the limits of the flags."""
    screen.host.open_screen("method")


@SCREEN_COMMANDS.command("welcome", label=N_("welcome"))
def open_welcome(screen: BaseScreen) -> None:
    """See the welcome again: language, name, currency, the sample, an import."""
    screen.host.go_to_first()
    screen.host.open_screen("welcome")


@SCREEN_COMMANDS.command("tour", "T", "alt+t", label=N_("tour"))
def go_on_tour(screen: BaseScreen) -> None:
    """Begin the tour of six steps over the sample, or go on with it."""
    if (tour := screen.host.tour) is None:
        screen.host.begin_tour()
    else:
        tour.go_on()


@SCREEN_COMMANDS.command("tour-leave", "Q", "alt+q", label=N_("no tour"), when=is_touring)
def leave_tour(screen: BaseScreen) -> None:
    """Leave the tour; it goes on from the same step when it is asked for again."""
    if (tour := screen.host.tour) is not None:
        tour.leave()


@SCREEN_COMMANDS.command("copy", "C", "alt+c", label=N_("copy"), on=copy_source)
def copy_screen(_screen: BaseScreen, source: CopySource) -> None:
    """Copy what stands here as text to the clipboard of the terminal, over SSH too."""
    copy_text(source)


@SCREEN_COMMANDS.command("copy-file", label=N_("to file"), on=copy_source)
def write_copied_text(_screen: BaseScreen, source: CopySource) -> None:
    """Write what C copies to a text file, for terminals that take no copies."""
    ask_copy_file(source)


@SCREEN_COMMANDS.command("theme", label=N_("theme"))
def choose_theme(screen: BaseScreen) -> None:
    """Choose the colours: dark, light, contrast or another theme, each shown as you go over it."""
    from screens.base.choose_theme import ThemeChoice

    ThemeChoice(screen).ask()


@SCREEN_COMMANDS.command("hints", label=N_("hints"), purpose="program")
def show_hints(screen: BaseScreen) -> None:
    """Show all hints again: keys and examples that stepped back once you had used them."""
    screen.host.hints.show_again()
    screen.paint()
    screen.tell(_("hints are shown again until you have used them"))


@SCREEN_COMMANDS.command("redraw", label=N_("redraw"))
def redraw(screen: BaseScreen) -> None:
    """Draw the screen anew, where another program has written over it."""
    screen.host.shown_cells.forget()
    screen.refresh(layout=True)


@SCREEN_COMMANDS.command("back", "q", "alt+left", label=N_("back"))
def go_back(screen: BaseScreen) -> None:
    """Go back; on the first screen, leave Netloft."""
    screen.back()


@SCREEN_COMMANDS.command("escape", "escape", label=N_("step back"))
def step_back(screen: BaseScreen) -> None:
    """Step back from marks, filter or screen; never leave Netloft."""
    screen.step_back()


@SCREEN_COMMANDS.command("leave", "ctrl+q", label=N_("leave"), always=True)
def leave(screen: BaseScreen) -> None:
    """Leave Netloft; everything is saved already, or you are asked first."""
    screen.leave()


@ROW_COMMANDS.command("up", "k", "up", label=N_("up"))
def move_up(screen: RowScreen) -> None:
    """Move up a row."""
    screen.select(screen.selection.move(-1))


@ROW_COMMANDS.command("down", "j", "down", label=N_("down"))
def move_down(screen: RowScreen) -> None:
    """Move down a row."""
    screen.select(screen.selection.move(1))


@ROW_COMMANDS.command("page-up", "pageup", "ctrl+b", label=N_("page up"))
def page_up(screen: RowScreen) -> None:
    """Move up a screenful."""
    screen.select(screen.selection.move(-screen.selection.height))


@ROW_COMMANDS.command("page-down", "pagedown", "ctrl+f", label=N_("page down"))
def page_down(screen: RowScreen) -> None:
    """Move down a screenful."""
    screen.select(screen.selection.move(screen.selection.height))


@ROW_COMMANDS.command("top", "g", "home", label=N_("top"))
def go_to_top(screen: RowScreen) -> None:
    """Go to the first row."""
    screen.select(screen.selection.to(0))


@ROW_COMMANDS.command("bottom", "G", "end", label=N_("bottom"))
def go_to_bottom(screen: RowScreen) -> None:
    """Go to the last row."""
    screen.select(screen.selection.to(len(screen.selection.ids) - 1))


@ROW_COMMANDS.command("jump", "ctrl+o", label=N_("jump"))
def jump_to_row(screen: RowScreen) -> None:
    """Jump to any row on the screen by its letter."""
    screen.jump()


@DIAGRAM_COMMANDS.command("up", "k", "up", label=N_("up"))
def move_node_up(screen: DiagramScreen) -> None:
    """Move to the nearest item above."""
    if not screen.canvas.scroll_within(-1):
        screen.move("up")


@DIAGRAM_COMMANDS.command("down", "j", "down", label=N_("down"))
def move_node_down(screen: DiagramScreen) -> None:
    """Move to the nearest item below."""
    if not screen.canvas.scroll_within(1):
        screen.move("down")


@DIAGRAM_COMMANDS.command("left", "h", "left", label=N_("left"))
def move_node_left(screen: DiagramScreen) -> None:
    """Move to the nearest item on the left."""
    screen.move("left")


@DIAGRAM_COMMANDS.command("right", "l", "right", label=N_("right"))
def move_node_right(screen: DiagramScreen) -> None:
    """Move to the nearest item on the right."""
    screen.move("right")


@DIAGRAM_COMMANDS.command("page-up", "pageup", "ctrl+b", label=N_("page up"))
def page_nodes_up(screen: DiagramScreen) -> None:
    """Move up by a screenful."""
    screen.page(-1)


@DIAGRAM_COMMANDS.command("page-down", "pagedown", "ctrl+f", label=N_("page down"))
def page_nodes_down(screen: DiagramScreen) -> None:
    """Move down by a screenful."""
    screen.page(1)


@DIAGRAM_COMMANDS.command("top", "g", "home", label=N_("top"))
def go_to_first_node(screen: DiagramScreen) -> None:
    """Go to the first item."""
    screen.end(last=False)


@DIAGRAM_COMMANDS.command("bottom", "G", "end", label=N_("bottom"))
def go_to_last_node(screen: DiagramScreen) -> None:
    """Go to the last item."""
    screen.end(last=True)


@DIAGRAM_COMMANDS.command("jump", "ctrl+o", label=N_("jump"))
def jump_to_node(screen: DiagramScreen) -> None:
    """Jump to any visible item by its letter."""
    screen.jump()


@DIAGRAM_COMMANDS.command("detail", "p", "f10", label=N_("detail"))
def turn_detail(screen: DiagramScreen) -> None:
    """Show more or less of what is under the cursor."""
    screen.turn_detail()


def listed_project(screen: ProjectList) -> Project | None:
    """Return the project of the row under the cursor."""
    return screen.project


@PROJECT_LIST_COMMANDS.command("open", "enter", label=N_("open"), on=listed_project, footer=True)
def open_listed_project(screen: ProjectList, project: Project) -> None:
    """Open the project: the net over its people."""
    screen.host.open_screen("people", project)


@PROJECT_LIST_COMMANDS.command("log", "L", "f11", "ctrl+g", label=N_("log"), on=listed_project)
def open_listed_log(screen: ProjectList, project: Project) -> None:
    """See the log: moves of stage, amount, dates, owner, CR and the like, and every touch."""
    screen.host.open_screen("log", project)


@PROJECT_LIST_COMMANDS.command("brief", "B", "alt+v", label=N_("brief"), on=listed_project)
def open_listed_brief(screen: ProjectList, project: Project) -> None:
    """Read one page before a visit: people, promises, holes, questions, competitors."""
    screen.host.open_screen("visit_brief", project)


@PROJECT_LIST_COMMANDS.command("find", "slash", "f8", label=N_("find"), footer=True)
def find_listed(screen: ProjectList) -> None:
    """Find a line by its owner, project or words; Up and Down go on."""
    screen.find()
