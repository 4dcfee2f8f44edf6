"""A monkey at the keyboard: keys, pastes, sizes and answers of a terminal, drawn by a seed.

    python -m tests.terminal.monkey SEED ACTIONS [en|zh_CN]

types at the app so many times, and fails with its last actions where the app crashes, hangs,
leaves its terminal or its store in disorder. What is done depends on the seed alone, not on what
the app makes of it, so that a seed can be tried again.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

from deals.errors import UserError
from deals.model import Stamp
from screens.registry import list_sections
from store.check import inspect_store
from store.sample import sample_book
from store.store import Store
from tests.store import commit
from tests.terminal.desk import LEAVE, TODAY
from tests.terminal.glass import Glass
from tests.terminal.pty import Terminal, environment, python

STAMP = Stamp(datetime(2026, 3, 2, 9, tzinfo=UTC), "monkey", TODAY)
PATIENCE = 20.0
"""Seconds within which a living app answers, however busy the machine is."""
TAIL = 6000
SHOWN = 60
"""How many of the last actions are told of a fault."""
FAULTS = (b"Netloft has a fault", b"Traceback (most recent")

NAMED = {
    **{"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "space": " "},
    **{"backspace": "\x7f", "delete": "\x1b[3~", "insert": "\x1b[2~"},
    **{"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D"},
    **{"home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~"},
    **{"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~"},
    **{f"f{number}": f"\x1b[{number + 11}~" for number in range(6, 11)},
    **{"f11": "\x1b[23~", "f12": "\x1b[24~"},
    **{"slash": "/", "colon": ":", "question_mark": "?", "asterisk": "*", "comma": ","},
    **{"minus": "-", "plus": "+", "equals_sign": "=", "full_stop": ".", "semicolon": ";"},
    **{"greater_than_sign": ">", "less_than_sign": "<", "exclamation_mark": "!", "at": "@"},
    **{"left_square_bracket": "[", "right_square_bracket": "]", "number_sign": "#"},
    **{"apostrophe": "'", "quotation_mark": '"', "tilde": "~", "underscore": "_", "pipe": "|"},
}
ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
SHIFTS = {"shift+": 2, "alt+": 3, "ctrl+": 5, "ctrl+shift+": 6}


def bytes_of(key: str) -> str:
    """Return what a terminal sends for a key of Textual's name; empty where it has none."""
    if len(key) == 1 or key in NAMED:
        return NAMED.get(key, key)
    for prefix, number in SHIFTS.items():
        rest = key.removeprefix(prefix)
        if rest != key and rest in ARROWS:
            return f"\x1b[1;{number}{ARROWS[rest]}"
    kind, _plus, rest = key.partition("+")
    if kind == "ctrl" and len(rest) == 1:
        return chr(ord(rest) & 31)
    return f"\x1b{bytes_of(rest)}" if kind == "alt" and rest else ""


LEFT_OUT = frozenset((LEAVE, "\x03", "\x1a", "\x1c"))
"""Leaving is an action of its own; the others, once a key has left the app, would end or stop the
shell that leads the session.
"""
KEYS = sorted(
    {
        sent
        for _where, commands in list_sections()
        for command in commands
        for key in command.keys
        if (sent := bytes_of(key)) and sent not in LEFT_OUT
    }
)
"""What the keys of all commands on all screens send."""
MOVES = [NAMED[key] for key in ("up", "down", "left", "right", "enter", "escape", "tab")] * 2
ROOMS = ["\r", "1", "2", "3", "4", "5", "6", "7", "t", "f", "q", "i", "I"]
CHINESE = ["北", "何总", "？", "／", "：", "八十万", "，", "「", "　", "１"]
CONTROLS = [chr(code) for code in (*range(32), 127) if chr(code) not in LEFT_OUT]
FUNCTIONS = [NAMED[f"f{number}"] for number in range(1, 13)]
LINES = [
    "P3",
    "80-150万",
    "2026.5",
    "cr3",
    "+",
    "!华为",
    "@何总",
    "owner:林",
    "-",
    "0",
    "99999999999",
]
PASTES = [
    "two\nlines\r\nand a third",
    "[/] [bold] \\[x]",
    "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "\u202eturned\u202c \u2066isolated\u2069 e" + "\u0301" * 40,
    "\x00\x08\x7f\x11\x05",
    "长" * 3_000,
    "x" * 20_000,
    "a\tb\tc\n" * 50,
    "",
    "👩\u200d🐟 \ud7ff\ue000\uffff",
]
ANSWERS = [
    *("\x1b[>41;354;0c", "\x1bP>|xterm(370)\x1b\\", "\x1b[?1;2c", "\x1b[?62;22c"),
    *(
        "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
        "\x1b]11;rgb:0000/0000/0000\x07",
        "\x1b]4;1;rgb:0/0/0\x07",
    ),
    *("\x1b[5;7R", "\x1b[1;1R", "\x1b[I", "\x1b[O", "\x1b[?2026;2$y", "\x1b[?2048;0$y", "\x1b[?0u"),
    *("\x1bP1+r544e=787465726d\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b^private\x1b\\", "\x1b[8;24;80t"),
    *("\x1b[=1;2c", "\x1bP!|00000000\x1b\\", "\x1b[<0;3;4M", "\x1b[<0;3;4m", "\x1b[M #$"),
]
SIZES = [
    (1, 1),
    (1, 24),
    (2, 2),
    (20, 5),
    (40, 10),
    (80, 24),
    (81, 25),
    (99, 30),
    (120, 40),
    (250, 70),
]


class Action(NamedTuple):
    """What is done: `send` the parts one write each, `size` a terminal, `stop` it while typing,
    `leave`, or `edit` in another session; then so many seconds are given to it.
    """

    kind: str
    parts: tuple[str, ...] = ()
    size: tuple[int, int] = (80, 24)
    wait: float = 0.0


def actions(seed: int) -> Iterator[Action]:
    """Yield actions without end, the same for a seed."""
    random = Random(seed)
    kinds = list(WEIGHTS)
    while True:
        (kind,) = random.choices(kinds, [WEIGHTS[name][0] for name in kinds])
        yield WEIGHTS[kind][1](random)._replace(wait=random.choice([0, 0, 0.01, 0.05, 0.2]))


def _key(random: Random) -> str:
    pools = [KEYS] * 5 + [MOVES] * 3 + [ROOMS] * 3 + [CHINESE, CONTROLS, FUNCTIONS, LINES]
    plain = [chr(code) for code in range(32, 127)]
    key = random.choice(random.choice([*pools, plain]))
    return f"\x1b{key}" if random.random() < 0.03 else key


def _typed(random: Random) -> Action:
    return Action("send", (_key(random),))


def _burst(random: Random) -> Action:
    return Action("send", ("".join(_key(random) for _ in range(random.randint(2, 9))),))


def _room(random: Random) -> Action:
    return Action("send", ("\x1b", "\x1b", random.choice("qq1"), random.choice("gjG"), "\r"))


def _line(random: Random) -> Action:
    keys = random.choice(["e", "a", "n", "/", ":", "c", "N", "."])
    return Action(
        "send", (keys, random.choice([*LINES, *CHINESE]), random.choice(["\r", "\t", "\x1b"]))
    )


def _paste(random: Random) -> Action:
    return Action("send", (f"\x1b[200~{random.choice(PASTES)}\x1b[201~",))


def _answer(random: Random) -> Action:
    answer = random.choice(ANSWERS)
    if random.random() < 0.3:
        # A slow line brings it in two reads, and a key behind it.
        cut = random.randint(1, len(answer) - 1)
        return Action("send", (answer[:cut], answer[cut:] + random.choice(["", _key(random)])))
    return Action("send", (answer * random.choice([1, 1, 3]),))


def _size(random: Random) -> Action:
    some = (random.randint(1, 250), random.randint(1, 70))
    return Action("size", (_key(random),), random.choice([*SIZES, some]))


def _stop(random: Random) -> Action:
    return Action("stop", (_burst(random).parts[0], _key(random)))


WEIGHTS: dict[str, tuple[int, Callable[[Random], Action]]] = {
    "typed": (50, _typed),
    "burst": (15, _burst),
    "room": (8, _room),
    "line": (8, _line),
    "paste": (4, _paste),
    "answer": (6, _answer),
    "size": (6, _size),
    "stop": (2, _stop),
    "edit": (3, lambda _random: Action("edit")),
    "leave": (1, lambda _random: Action("leave")),
}
"""How often each kind of action is drawn, and how."""


@dataclass
class Monkey:
    """An app under the hands of the monkey."""

    home: Path
    lang: str
    seed: int
    log: deque[str] = field(default_factory=lambda: deque(maxlen=SHOWN))
    done: Counter[str] = field(default_factory=Counter)

    @property
    def path(self) -> Path:
        """The store."""
        return self.home / "netloft.json"

    def run(self, wanted: int, seconds: float = float("inf")) -> str:
        """Do so many actions, or as many as fit into so many seconds; return what was done.

        AssertionError with the seed and the last actions where the app is at fault.
        """
        until = perf_counter() + seconds
        store = Store.open(self.path)
        commit(store, store.book, sample_book(self.lang, STAMP, "monkey"), "sample", "monkey")
        store.close()
        drawn = actions(self.seed)
        try:
            while self.done.total() < wanted and perf_counter() < until:
                self._session(drawn, wanted, until)
        except Exception as error:
            raise AssertionError(self._report(error)) from error
        return ", ".join(f"{kind} {number}" for kind, number in sorted(self.done.items()))

    def _session(self, drawn: Iterator[Action], wanted: int, until: float) -> None:
        """Run the app from its start until it is left."""
        with self._terminal() as terminal, _telling(terminal):
            terminal.wait_until(_is_ready, "first screen", patience=PATIENCE)
            while terminal.running and self.done.total() < wanted and perf_counter() < until:
                action = next(drawn)
                self.done[action.kind] += 1
                self.log.append(repr(tuple(action)))
                self._do(terminal, action)
                if action.kind == "leave":
                    break
                if self.done.total() % PROBED == 0:
                    self._probe(terminal)
            self._leave(terminal)
        report = inspect_store(self.path)
        assert report.sound, report.problems

    def _terminal(self) -> Terminal:
        argv = ["-m", "tui", "--store", str(self.path), "--as-of", TODAY.isoformat()]
        # A text may be given to an editor: not to one that is a program of its own to type into.
        debug = {"NETLOFT_DEBUG": "1", "PYTHONFAULTHANDLER": "1"}
        env = environment(self.home, **debug, VISUAL="true", EDITOR="true")
        return Terminal(python(*argv, "--lang", self.lang), env, preloaded=True)

    def _do(self, terminal: Terminal, action: Action) -> None:
        if action.kind == "size":
            terminal.resize(*action.size)
        if action.kind == "edit":
            self._edit()
        with suppress(ProcessLookupError):
            self._type(terminal, action)

    def _type(self, terminal: Terminal, action: Action) -> None:
        """Type, stopped meanwhile or not. The app may be gone by then."""
        if action.kind == "stop":
            terminal.signal(signal.SIGSTOP)
        for part in action.parts:
            # The tty takes only so much from who types at an app that is stopped.
            terminal.send(part.encode(errors="surrogatepass"))
            terminal.pump(action.wait)
        if action.kind == "stop":
            terminal.signal(signal.SIGCONT)
        while terminal.pump(action.wait and 0.01):
            pass

    def _edit(self) -> None:
        """Change what is shown from another session."""
        store = Store.open(self.path)
        try:
            number = self.done["edit"]
            projects = [*store.book.projects.values()]
            project = projects[number % len(projects)]
            after = project.model_copy(update={"product": f"edit {number}", "updated_by": "other"})
            commit(store, store.book, store.book.with_projects(after), "edit", "other")
            store.close()
        except UserError as refusal:
            assert refusal.code == "store-busy", refusal

    def _probe(self, terminal: Terminal) -> None:
        """See that the app lives: it draws what a terminal of another size shows."""
        for size in ((83, 26), (80, 24)):
            terminal.settle(0.05, patience=PATIENCE)
            if not terminal.running:
                return
            known = len(terminal.written)
            terminal.resize(*size)
            until = perf_counter() + PATIENCE
            while len(terminal.written) == known and terminal.running:
                assert perf_counter() < until, "it hangs"
                terminal.pump(0.1)

    def _leave(self, terminal: Terminal) -> None:
        """Leave the app, unless a key has done so; the terminal is as it was, and no fault told."""
        if terminal.running:
            self._probe(terminal)
        if terminal.running:
            # Half a key may wait for its other half.
            terminal.send("\x1b")
            terminal.settle(0.3, patience=PATIENCE)
            terminal.send(LEAVE)
        code = terminal.wait_exit(patience=PATIENCE)
        sound = code == 0 and not any(fault in terminal.written for fault in FAULTS)
        assert sound, f"exit status {code}"
        left = terminal.state()
        assert left == terminal.before, f"the terminal was {terminal.before}, and is {left}"

    def _report(self, error: Exception) -> str:
        last = "\n".join(self.log)
        return f"seed {self.seed} lang {self.lang}: {error}\nthe last actions:\n{last}"


PROBED = 25
"""After how many actions the app has to show that it lives."""


@contextmanager
def _telling(terminal: Terminal) -> Iterator[None]:
    """Tell with an error what was written last; and, of an app that still runs, what it does."""
    try:
        yield
    except AssertionError as error:
        with suppress(ProcessLookupError):
            # Python then says where each thread is.
            terminal.signal(signal.SIGABRT)
            terminal.settle(0.5)
        tail = terminal.written[-TAIL:].decode(errors="replace")
        raise AssertionError(f"{error}\nat last written:\n{tail}") from error


def _is_ready(glass: Glass) -> bool:
    return " ? " in glass.text()[-1]


def main(arguments: Sequence[str]) -> None:
    """Let it loose from the command line."""
    seed, wanted = int(arguments[0]), int(arguments[1])
    with tempfile.TemporaryDirectory() as home:
        lang = arguments[2] if len(arguments) > 2 else "en"
        sys.stdout.write(Monkey(Path(home), lang, seed).run(wanted) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
