"""What help and palette hold: the commands of a screen, those of others, and all that one opens.

An item says what it is called, what it is found by, what it does and why it does not apply now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from deals.model import Project
from screens.base.commands import Command, find_keys, name_keys, shown_keys
from screens.base.project_screen import ProjectScreen
from screens.base.screen import BaseScreen
from screens.help.palette_search import EntryKind, PaletteEntry
from screens.help.purposes import PURPOSE_NAMES, TWIN_COMMANDS, purpose_of
from screens.registry import SCREENS, ScreenEntry, load_commands, screen_title
from wording import N_, _
from wording.command_words import words_for

Speak = Callable[[str], str]
"""Says a message of the catalogue in one of the languages."""

KIND_NAMES: Mapping[EntryKind, str] = {
    "command": N_("command"),
    "screen": N_("screen"),
    "view": N_("view"),
    "paper": N_("paper"),
    "setting": N_("setting"),
    "project": N_("project"),
    "contact": N_("contact"),
    "elsewhere": N_("on other screens"),
}
SCREEN_IDS: Mapping[str, str] = {
    "followups": "follow-ups",
    "week": "week",
    "key_projects": "key-projects",
    "numbers": "numbers",
    "team": "team-room",
    "method": "method",
    "people": "room-people",
    "strategy": "room-strategy",
    "market": "room-market",
    "fishbone": "room-fishbone",
    "plan": "room-plan",
    "review": "room-review",
    "log": "log",
    "visit_brief": "brief",
    "notes": "notes",
}
"""The screens that may be opened from any other, and the command that opens each where it is."""
ABOUT_PROJECT = frozenset(
    {"people", "strategy", "market", "fishbone", "plan", "review", "log", "visit_brief", "notes"}
)
HOME = "pipeline"


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """A row of help or palette: what it is found by, and what it shows.

    `name` is that of its second column, `text` the sentence behind it, `group` the name of what it
    stands under. `run` is given the screen that the list was called from, as is `why`, which says
    why it does not apply, empty where it does. `commands` are the command that it is of, and those
    that do all but the same.
    """

    entry: PaletteEntry
    name: str
    text: str
    group: str
    run: Callable[[BaseScreen], object]
    why: Callable[[BaseScreen], str] = lambda _screen: ""
    keys: str = ""
    commands: tuple[Command[Any], ...] = ()

    @property
    def id(self) -> str:
        """Its id in the list; of a command of the screen, that of the command."""
        return self.entry.id

    @property
    def kind(self) -> EntryKind:
        """What it is."""
        return self.entry.kind


# Commands ----------------------------------------------------------------------------------------


def list_command_items(about: BaseScreen, speakers: Sequence[Speak]) -> Iterator[PaletteItem]:
    """Yield the commands of a screen, by purpose; those that do the same are one row."""
    commands = {command.id: command for command in about.commands}
    purposes = [*PURPOSE_NAMES]
    there = sorted(commands.values(), key=lambda each: purposes.index(purpose_of(each)))
    for command in there:
        if TWIN_COMMANDS.get(command.id) not in commands:
            twins = [commands[id] for id in commands if TWIN_COMMANDS.get(id) == command.id]
            yield make_command_item(about, (command, *twins), speakers)


def make_command_item(
    about: BaseScreen, commands: tuple[Command[Any], ...], speakers: Sequence[Speak]
) -> PaletteItem:
    """Return the row of a command of a screen, with those that do all but the same."""
    command, rebound = commands[0], about.host.context.keys
    keys = [key for each in commands for key in find_keys(each, about.commands, rebound)]
    others = [name for each in commands[1:] for name in (each.id, each.name())]
    entry = PaletteEntry.of(
        command.id,
        "command",
        [say(each.label) for say in (_, *speakers) for each in commands],
        (*words_for(command.id), *others),
        keys,
        " ".join(each.about() for each in commands),
    )
    purpose = PURPOSE_NAMES[purpose_of(command)]
    return PaletteItem(
        entry,
        command.name(),
        _join_abouts(about, commands),
        _(purpose),
        lambda screen: screen.action_command(command.id),
        lambda screen: screen.why_not(command),
        name_keys(command, keys),
        commands,
    )


def _join_abouts(about: BaseScreen, commands: Sequence[Command[Any]]) -> str:
    """Return what a command does, and behind it by their keys what its twins do."""
    first, *twins = commands
    template = _("{label}: {why}")
    behind = [template.format(label=about.key_of(each), why=each.about()) for each in twins]
    return " ".join([first.about(), *behind])


def list_named_items(
    about: BaseScreen, commands: Iterable[Command[Any]], speakers: Sequence[Speak]
) -> Iterator[PaletteItem]:
    """Yield commands that no screen has and that run on any, where the screen has no such one."""
    own = {command.id for command in about.commands}
    for command in commands:
        if command.id not in own:
            item = make_command_item(about, (command,), speakers)
            yield replace(item, run=command.run, keys="")


def list_elsewhere_items(about: BaseScreen, speakers: Sequence[Speak]) -> Iterator[PaletteItem]:
    """Yield the commands of other screens, each with where it is; the pipeline's run from here."""
    skipped = {command.id for command in about.commands} | set(SCREEN_IDS.values())
    found: dict[tuple[str, str], tuple[Command[Any], list[str]]] = {}
    for name in SCREENS:
        for command in load_commands(name):
            if command.id not in skipped or _differs(about, command):
                key = (command.id, command.label)
                found.setdefault(key, (command, []))[1].append(name)
    for (id, label), (command, names) in found.items():
        yield _make_elsewhere(f"elsewhere:{id}/{label}", command, names, speakers)


def _differs(about: BaseScreen, command: Command[Any]) -> bool:
    """Whether a screen has another command of this id, so that this one is to be found too."""
    same = next((each for each in about.commands if each.id == command.id), None)
    return same is not None and same.label != command.label


def _make_elsewhere(
    id: str, command: Command[Any], names: Sequence[str], speakers: Sequence[Speak]
) -> PaletteItem:
    entry = PaletteEntry.of(
        id,
        "elsewhere",
        [say(command.label) for say in (_, *speakers)],
        (command.id, *words_for(command.id)),
        command.keys,
        command.about(),
    )
    places = _("; ").join(screen_title(SCREENS[name]) for name in names)
    at_home = HOME in names
    why = _("on another screen: {places}").format(places=places)
    return PaletteItem(
        entry,
        command.name(),
        command.about(),
        places,
        partial(run_at_home, command.id),
        lambda screen: "" if at_home and find_home(screen) else why,
        " ".join(shown_keys(command.keys)),
        (command,),
    )


def find_home(screen: BaseScreen) -> Any:
    """Return the pipeline that the app goes back to, if it is below the screen on top."""
    home = SCREENS[HOME].load()
    below = (each for each in screen.host.screen_stack if isinstance(each, home))
    return next((each for each in below if each.subset is None), None)


def go_home(screen: BaseScreen) -> Any:
    """Go back to the pipeline and return it; a screen that is no longer on top is closed."""
    home = find_home(screen)
    while home is not None and screen.host.screen is not home:
        screen.host.pop_screen()
    return home


def run_at_home(id: str, screen: BaseScreen) -> None:
    """Go back to the pipeline and run a command there."""
    home = go_home(screen)
    if home is not None:
        home.paint_soon()
        home.soon(home.action_command, id)


# What one opens ----------------------------------------------------------------------------------


def project_at_hand(screen: BaseScreen) -> Project | None:
    """Return the project that a screen is about, or that is under its cursor."""
    about = getattr(screen, "project", None)
    if isinstance(about, Project):
        return about
    chosen = getattr(screen, "selection", None)
    return screen.host.book.projects.get(getattr(chosen, "current", None) or "")


def _title(entry: ScreenEntry, say: Speak) -> str:
    return say(entry.label or entry.title).capitalize()


def list_screen_items(about: BaseScreen, speakers: Sequence[Speak]) -> Iterator[PaletteItem]:
    """Yield the screens that the present one has no command for."""
    own, kind = {command.id for command in about.commands}, _("screen")
    for name, id in {HOME: HOME, **SCREEN_IDS}.items():
        entry = SCREENS[name]
        if id in own or isinstance(about, entry.load()):
            continue
        title = screen_title(entry)
        yield PaletteItem(
            PaletteEntry.of(
                f"screen:{name}",
                "screen",
                [title, *(_title(entry, say) for say in speakers)],
                (id, name, *words_for(id, "screen")),
            ),
            kind,
            _("{label}: {why}").format(label=title, why=_(entry.help)) if entry.help else title,
            kind,
            partial(open_named, name),
            partial(why_closed, name),
        )


def open_named(name: str, screen: BaseScreen) -> None:
    """Open a screen of the registry, one about a project with the project at hand."""
    project = project_at_hand(screen) if name in ABOUT_PROJECT else None
    if name == HOME:
        go_home(screen)
    elif project is not None:
        instead = isinstance(screen, ProjectScreen) and bool(SCREENS[name].key)
        screen.host.open_screen(name, project, instead=instead)
    else:
        screen.host.open_screen(name)


def why_closed(name: str, screen: BaseScreen) -> str:
    """Return why a screen cannot be opened here, empty where it can."""
    lacking = name in ABOUT_PROJECT and project_at_hand(screen) is None
    return _("no project here: choose one by its name") if lacking else ""
