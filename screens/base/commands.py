"""The registry of commands: keys, footer, help, palette and the page of keys all read it.

A screen's commands are functions registered with its `Commands`:

    @PLAN.command("days", "w", "f3", label=N_("days"), on=find_row, changes=True)
    def type_days(screen: PlanScreen, row: PlanRow) -> None:
        '''Set the days of the row.'''
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypedDict, TypeVar, Unpack, overload

from textual.events import Key

from wording import N_, _, pgettext

_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "asterisk": "*",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "exclamation_mark": "!",
    "escape": "Esc",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "tab": "Tab",
}
TWINS = {
    "asterisk": ("fullwidth_asterisk",),
    "colon": ("fullwidth_colon",),
    "equals_sign": ("fullwidth_equals_sign",),
    "exclamation_mark": ("fullwidth_exclamation_mark",),
    "full_stop": ("ideographic_full_stop",),
    "greater_than_sign": ("fullwidth_greater_than_sign", "right_double_angle_bracket"),
    "left_square_bracket": ("left_black_lenticular_bracket", "fullwidth_left_square_bracket"),
    "less_than_sign": ("fullwidth_less_than_sign", "left_double_angle_bracket"),
    "minus": ("fullwidth_hyphen_minus",),
    "plus": ("fullwidth_plus_sign",),
    "question_mark": ("fullwidth_question_mark",),
    "right_square_bracket": ("right_black_lenticular_bracket", "fullwidth_right_square_bracket"),
    "slash": ("fullwidth_solidus", "ideographic_comma"),
    "space": ("ideographic_space",),
}
"""What a Chinese input method sends in the place of a key: it acts as well but is not shown."""
_HIDDEN = ("fullwidth_", "_angle_bracket", "_lenticular_bracket", "ideographic_")


Purpose = Literal[
    "row", "new", "people", "thinking", "find", "look", "rooms", "lists", "many", "papers",
    "taking-in", "undo", "move", "program",
]  # fmt: skip
"""What a command is for, by which help and palette group it (`screens/help/purposes.py`)."""

ScreenT = TypeVar("ScreenT")
ScreenT_contra = TypeVar("ScreenT_contra", contravariant=True)
ThingT = TypeVar("ThingT")
ThingT_co = TypeVar("ThingT_co", covariant=True)


class ThingFinder(Protocol[ScreenT_contra, ThingT_co]):
    """Finds what a command is about, usually what is under the cursor; None where there is none.

    One that finds things of several classes is declared as this, or mypy takes it for one of their
    common base.
    """

    def __call__(self, screen: ScreenT_contra, /) -> ThingT_co | None:
        """Return the thing."""


NOTHING_SELECTED = N_("nothing selected")
_LACKS = dict[Callable[..., object], str]()

FinderT = TypeVar("FinderT", bound=Callable[..., object])


def lacks(why: str) -> Callable[[FinderT], FinderT]:
    """Say in a word or two, `N_("...")`, why commands do nothing where what is below finds nothing.

    It is what they have as `on` or `when`; without that they say that nothing is selected.
    """

    def register(find: FinderT) -> FinderT:
        _LACKS[find] = why
        return find

    return register


def always_applies(_screen: object) -> bool:
    """Return that a command makes sense whatever the screen shows."""
    return True


@dataclass(frozen=True, slots=True)
class Command(Generic[ScreenT_contra]):
    """Something the user can do on a screen; `Commands.command` makes one of a function.

    `keys` are the Textual names of its keys, the first of them shown; a rare command has none and
    is run by its name from the palette. `label` is its name in the footer (8 cells at most), `help`
    what it does: ids of messages, translated where they are shown, so that the language can be
    settled late. `footer` puts it into the footer; `changes` says that it changes the book, which
    not every store allows; `always` keeps its keys working while something is typed. Where it does
    not apply it is greyed, and `lacking` says why. `purpose` says what it is for where that is not
    what the id stands for elsewhere.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    run: Callable[[ScreenT_contra], None]
    applies: Callable[[ScreenT_contra], bool] = always_applies
    lacking: str = NOTHING_SELECTED
    footer: bool = False
    changes: bool = False
    always: bool = False
    purpose: Purpose | None = None

    def why(self) -> str:
        """Return in a word or two why it does nothing, where it does not apply."""
        return _(self.lacking)

    def about(self) -> str:
        """Return its help line in the user's language."""
        return _(self.help)

    def name(self) -> str:
        """Return its label in the user's language."""
        return _(self.label)


class CommandFlags(TypedDict, total=False):
    """What may be said of a command beside its id, keys and label."""

    footer: bool
    changes: bool
    always: bool
    purpose: Purpose


class Commands(Generic[ScreenT]):
    """The commands of a screen in the order of its footer and help: its own, then shared ones."""

    def __init__(self, *shared: Iterable[Command[ScreenT]]) -> None:
        self.own: list[Command[ScreenT]] = []
        self._shared = [command for commands in shared for command in commands]

    def __iter__(self) -> Iterator[Command[ScreenT]]:
        return iter((*self.own, *self._shared))

    def find(self, id: str) -> Command[ScreenT]:
        """Return the command of that id."""
        return next(command for command in self if command.id == id)

    def without(self, *ids: str) -> tuple[Command[ScreenT], ...]:
        """Return all but the commands of these ids."""
        return tuple(command for command in self if command.id not in ids)

    @overload
    def command(
        self,
        id: str,
        *keys: str,
        label: str,
        when: Callable[[ScreenT], bool] = always_applies,
        **flags: Unpack[CommandFlags],
    ) -> Callable[[Callable[[ScreenT], None]], Callable[[ScreenT], None]]: ...

    @overload
    def command(
        self,
        id: str,
        *keys: str,
        label: str,
        on: ThingFinder[ScreenT, ThingT],
        **flags: Unpack[CommandFlags],
    ) -> Callable[[Callable[[ScreenT, ThingT], None]], Callable[[ScreenT, ThingT], None]]: ...

    def command(
        self,
        id: str,
        *keys: str,
        label: str,
        when: Callable[[ScreenT], bool] = always_applies,
        on: ThingFinder[ScreenT, object] | None = None,
        **flags: Unpack[CommandFlags],
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Make the function below a command; the first line of its docstring is the help.

        Args:
            id: what users' settings and the palette call it; it stays for good.
            keys: the Textual names of its keys, without their twins.
            label: its name in the footer, `N_("...")`.
            when: whether it applies.
            on: what it is about, given to the function too; where that is None it does not apply.
            flags: see `Command`.

        """

        def register(act: Callable[..., None]) -> Callable[..., None]:
            help = (act.__doc__ or "").partition("\n")[0]
            run, applies = (act, when) if on is None else bind_thing(act, on)
            twins = [twin for key in keys for twin in TWINS.get(key, ())]
            why = _LACKS.get(on or when, NOTHING_SELECTED)
            self.own.append(Command(id, (*keys, *twins), label, help, run, applies, why, **flags))
            return act

        return register


def bind_thing(
    act: Callable[[ScreenT, ThingT], None], find: ThingFinder[ScreenT, ThingT]
) -> tuple[Callable[[ScreenT], None], Callable[[ScreenT], bool]]:
    """Return how to act on the thing found on a screen, and whether there is one."""

    def run(screen: ScreenT) -> None:
        thing = find(screen)
        if thing is not None:
            act(screen, thing)

    return run, lambda screen: find(screen) is not None


def map_keys_to_commands(
    commands: Iterable[Command[Any]], rebound: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the id of the command that each key runs; keys of the user's own choice win."""
    ids = {command.id for command in commands}
    own = {key: id for id in rebound if id in ids for key in rebound[id].split(",")}
    keys = {
        key: command.id for command in commands if command.id not in rebound for key in command.keys
    }
    return {**keys, **own}


def find_keys(
    command: Command[Any], commands: Iterable[Command[Any]], rebound: Mapping[str, str]
) -> Sequence[str]:
    """Find the keys that run a command: none where the user has bound them to others."""
    if not rebound:
        return command.keys
    keys = rebound[command.id].split(",") if command.id in rebound else command.keys
    runs = map_keys_to_commands(commands, rebound)
    return [key for key in keys if runs.get(key) == command.id]


def name_keys(command: Command[Any], keys: Iterable[str]) -> str:
    """Return how a command is run: by its keys, or by its id from the palette."""
    return " ".join(shown_keys(keys)) or f": {command.id}"


def key_name(key: str) -> str:
    """Return a key as people write it: `?`, `ctrl+r`, `F1`."""
    names = _NAMES | _spoken_names()
    if key in names:
        return names[key]
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    prefix, plus, last = key.rpartition("+")
    if plus and last in names:
        return f"{prefix}+{names[last]}"
    return key


def _spoken_names() -> dict[str, str]:
    """Return the names of those keys that are called otherwise in another language."""
    return {
        "enter": _("Enter"),
        "space": _("space"),
        "backspace": pgettext("key", "backspace"),
        "up": pgettext("key", "Up"),
        "down": pgettext("key", "Down"),
        "left": pgettext("key", "Left"),
        "right": pgettext("key", "Right"),
        "insert": pgettext("key", "Ins"),
        "delete": pgettext("key", "Del"),
    }


def pressed_key_name(key: str, character: str | None) -> str:
    """Return what somebody pressed, to be told that it does nothing; empty for no key of theirs."""
    if character and character.isprintable() and character.strip():
        return character
    prefix, plus, last = key.rpartition("+")
    named = last in _NAMES or last in _spoken_names()
    known = named or (last[:1] == "f" and last[1:].isdigit())
    if key in ("enter", "space"):
        return _("Enter") if key == "enter" else _("Space")
    return key_name(key) if known or (plus and prefix == "ctrl" and len(last) == 1) else ""


def shown_keys(keys: Iterable[str]) -> list[str]:
    """Return the names of the keys that are worth showing."""
    return [key_name(key) for key in keys if is_shown(key)]


def is_shown(key: str) -> bool:
    """Return whether a key is worth showing: a twin of another is not."""
    return not any(part in key for part in _HIDDEN)


def key_tables(sections: Sequence[tuple[str, Sequence[Command[Any]]]]) -> str:
    """Return the Markdown tables of keys, a heading and a table a section, a row a command."""
    return "\n\n".join(_key_table(title, commands) for title, commands in sections if commands)


def _key_table(title: str, commands: Sequence[Command[Any]]) -> str:
    heads = (pgettext("column", "Key"), pgettext("column", "Does"), pgettext("column", "Command"))
    rows = [heads, ("---",) * len(heads), *map(_key_cells, commands)]
    return "\n".join([f"### {title}", "", *(f"| {' | '.join(cells)} |" for cells in rows)])


def _key_cells(command: Command[Any]) -> tuple[str, str, str]:
    """Return a command's cells: one without a key is run by its name from the palette."""
    keys = " ".join(f"`{name}`" for name in shown_keys(command.keys)) or f"`: {command.id}`"
    return keys.replace("`|`", "`\\|`"), command.about(), f"`{command.id}`"


def works_while_typing(command: Command[Any] | None, event: Key) -> bool:
    """Return whether a command is run by a key even while something is typed.

    Not by a key that types, whatever the user has bound to it.
    """
    types = event.is_printable and "+" not in event.key
    return command is not None and command.always and not types
