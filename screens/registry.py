"""Every screen, loaded when it is first opened, and the page of all keys.

`python -m screens.registry` writes the tables into docs/, between the marks of the page on keys in
each language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import App

from screens.base.commands import Command, Commands, find_keys, key_tables, shown_keys
from screens.base.shared_commands import (
    DIAGRAM_COMMANDS,
    PROJECT_LIST_COMMANDS,
    ROW_COMMANDS,
    SCREEN_COMMANDS,
)
from wording import N_, _, use_language
from wording.pages import docs_pages, page_language, replace_marked

if TYPE_CHECKING:
    from screens.base.project_screen import ProjectScreen


class ScreenEntry(NamedTuple):
    """A screen: its title on the page of keys, and its class as `module:name`.

    A room of a project also has the key that goes there from another room, and what the footer and
    the help call that.
    """

    title: str
    screen: str
    key: str = ""
    label: str = ""
    help: str = ""

    @property
    def module(self) -> str:
        """The module of the screen's class."""
        return self.screen.partition(":")[0]

    def load(self) -> Any:
        """Return the class, importing its module if nothing has yet."""
        return getattr(import_module(self.module), self.screen.partition(":")[2])


SCREENS = {
    "pipeline": ScreenEntry(N_("Pipeline"), "screens.pipeline.screen:PipelineScreen"),
    "triage": ScreenEntry(N_("Triage"), "screens.triage.screen:TriageScreen"),
    "people": ScreenEntry(
        "People",
        "screens.people.screen:PeopleScreen",
        "1",
        N_("people"),
        N_("Go to the people of the project: the net, the tree, the decision chain, the list."),
    ),
    "strategy": ScreenEntry(
        "Strategy",
        "screens.strategy.screen:StrategyScreen",
        "2",
        N_("strategy"),
        N_("Go to the strategy questions of the project and their answers."),
    ),
    "fishbone": ScreenEntry(
        "Fishbone",
        "screens.fishbone.screen:FishboneScreen",
        "4",
        N_("fishbone"),
        N_("Go to the fishbone of the project: why it may fail, by category."),
    ),
    "plan": ScreenEntry(
        "Plan",
        "screens.plan.screen:PlanScreen",
        "5",
        N_("plan"),
        N_("Go to the goals, the plan and the team of the project."),
    ),
    "review": ScreenEntry(
        "Review",
        "screens.review.screen:ReviewScreen",
        "6",
        N_("review"),
        N_(
            "Go to the review of the project: result, reasons, lessons, and the competitor's "
            "project."
        ),
    ),
    "market": ScreenEntry(
        "Market",
        "screens.market.screen:MarketScreen",
        "3",
        N_("market"),
        N_("Go to the market of the project: stance, customer, competitors, SWOT, portfolio."),
    ),
    "welcome": ScreenEntry(N_("First start"), "screens.welcome.screen:WelcomeScreen"),
    "import_preview": ScreenEntry(N_("Import"), "screens.import_preview.screen:ImportScreen"),
    "import_letter": ScreenEntry(N_("Import letter"), "screens.import_letter.screen:LetterScreen"),
    "visit_brief": ScreenEntry(N_("Before a visit"), "screens.visit_brief.screen:VisitBriefScreen"),
    "log": ScreenEntry(N_("Log"), "screens.log.screen:LogScreen"),
    "notes": ScreenEntry(N_("Notes"), "screens.notes.screen:NotesScreen"),
    "followups": ScreenEntry(N_("Follow-ups"), "screens.followups.screen:FollowupsScreen"),
    "week": ScreenEntry(N_("Week"), "screens.week.screen:WeekScreen"),
    "key_projects": ScreenEntry(
        N_("Key projects"), "screens.key_projects.screen:KeyProjectsScreen"
    ),
    "numbers": ScreenEntry(N_("Numbers"), "screens.numbers.screen:NumbersScreen"),
    "team": ScreenEntry(N_("Team"), "screens.team.screen:TeamScreen"),
    "unsaved": ScreenEntry(N_("Half typed"), "screens.base.unsaved_screen:UnsavedScreen"),
    "unsettled": ScreenEntry(N_("What did not stand"), "screens.unsettled.screen:UnsettledScreen"),
    "method": ScreenEntry(N_("Method"), "screens.base.method_screen:MethodScreen"),
    "help": ScreenEntry(N_("Help"), "screens.help.screen:CommandsScreen"),
}
"""The screens by the names that they are opened by, in the order of the page of keys."""


def show_screen(app: App[None], name: str, *about: object, instead: bool = False) -> None:
    """Put a screen over the one on top of an app, or in its place; `about` is what it shows."""
    screen = SCREENS[name].load()(*about)
    if instead:
        app.switch_screen(screen)
    else:
        app.push_screen(screen)


ROOM_COMMANDS: Commands[ProjectScreen] = Commands()
"""The commands that go to another room of the same project."""


def _go_to_room(name: str, label: str) -> Callable[[ProjectScreen], None]:
    def go(screen: ProjectScreen) -> None:
        if screen.room == name:
            screen.tell(_("already in {room}").format(room=_(label).capitalize()))
        else:
            screen.host.open_screen(name, screen.project, instead=True)

    return go


ROOM_COMMANDS.own += [
    Command(f"room-{name}", (room.key,), room.label, room.help, _go_to_room(name, room.label))
    for name, room in sorted(SCREENS.items(), key=lambda entry: entry[1].key)
    if room.key
]


@ROOM_COMMANDS.command("log", "L", "f11", "ctrl+g", label=N_("log"))
def open_log(screen: ProjectScreen) -> None:
    """See the log: moves of stage, amount, dates, owner, CR and the like, and every touch."""
    screen.host.open_screen("log", screen.project)


@ROOM_COMMANDS.command("week", "7", label=N_("the week"))
def open_week(screen: ProjectScreen) -> None:
    """See the week: what is due in all projects by day, overdue first, and what was done."""
    screen.host.open_screen("week")


@ROOM_COMMANDS.command("team-room", "8", label=N_("our team"))
def open_team(screen: ProjectScreen) -> None:
    """See the team: each branch of the line with its projects and money, and deals twice there."""
    screen.host.open_screen("team")


@ROOM_COMMANDS.command("brief", "B", "alt+v", label=N_("brief"))
def open_brief(screen: ProjectScreen) -> None:
    """Read one page before a visit: people, promises, holes, questions, competitors."""
    screen.host.open_screen("visit_brief", screen.project)


@ROOM_COMMANDS.command("notes", "O", "alt+o", label=N_("notes"))
def open_notes(screen: ProjectScreen) -> None:
    """Read and write the notes of the project, or of the person under the cursor."""
    screen.host.open_screen("notes", screen.project, screen.noted_id)


@ROOM_COMMANDS.command("paper", "W", "alt+w", label=N_("paper"))
def write_project_paper(screen: ProjectScreen) -> None:
    """Write a paper to hand over: the case report, team form, plan, fishbone, review."""
    from screens.base.context import PaperSubject
    from screens.base.paper_prompt import ask_paper

    ask_paper(screen, PaperSubject(project=screen.project, owner=screen.project.owner or None))


@ROOM_COMMANDS.command("key-project", "S", "alt+s", label=N_("key"), changes=True)
def star_key_project(screen: ProjectScreen) -> None:
    """Star the project as a key project, with its strategy in a line; - unstars it."""
    from screens.base.star_projects import star_projects

    star_projects(screen, [screen.project.id], lambda: None)


@ROOM_COMMANDS.command("tender", label=N_("tender day"), changes=True)
def edit_tender(screen: ProjectScreen) -> None:
    """Type the tender day, from which the plan counts back: 12-28, fri, +4w; - for none."""
    from screens.base.record_editor import edit_field

    edit_field(screen, [screen.project.id], "tender", lambda: None)


@ROOM_COMMANDS.command("own", label=N_("own"), changes=True)
def edit_own_column(screen: ProjectScreen) -> None:
    """Type into a column of your own: choose one by part of its name, or name a new one."""
    from screens.base.own_columns import type_own

    type_own(screen, [screen.project.id], lambda: None)


def load_commands(name: str) -> Commands[Any]:
    """Return the commands of a screen."""
    commands: Commands[Any] = SCREENS[name].load().commands
    return commands


def find_command_key(command: str, bound: Mapping[str, str]) -> str:
    """Return the first key in force of a command named as `screen.command`, as it is shown."""
    name, _dot, id_ = command.partition(".")
    commands = load_commands(name)
    return next(iter(shown_keys(find_keys(commands.find(id_), commands, bound))), f": {id_}")


MARK = "keys"


def list_sections() -> list[tuple[str, list[Command[Any]]]]:
    """Return each screen's own commands, then those of lists and those that every screen has."""
    return [
        *((screen_title(entry), load_commands(name).own) for name, entry in SCREENS.items()),
        (_("In every room of a project"), ROOM_COMMANDS.own),
        (_("Pictures"), DIAGRAM_COMMANDS.own),
        (_("Lists"), ROW_COMMANDS.own),
        (_("Lists of projects"), PROJECT_LIST_COMMANDS.own),
        (_("Everywhere"), SCREEN_COMMANDS.own),
    ]


def screen_title(entry: ScreenEntry) -> str:
    """Return what a screen is called in a heading, in the language spoken now."""
    return _(entry.label).capitalize() if entry.label else _(entry.title)


def replace_keys(path: Path, page: str) -> str:
    """Return a page with the tables between its marks made anew, in the page's language."""
    use_language(page_language(path))
    return replace_marked(page, MARK, key_tables(list_sections()))


if __name__ == "__main__":
    for path in docs_pages("keys"):
        page = path.read_text(encoding="utf-8")
        path.write_text(replace_keys(path, page), encoding="utf-8")
