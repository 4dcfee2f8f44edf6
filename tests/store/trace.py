"""What is done to a disk through store.files, and the states that a power cut may leave of it.

The model is that of Pillai and others, "All File Systems Are Not Created Equal" (OSDI 2014). A
flush makes a file's data durable, but not its name; the flush of a folder its names. What was
written since may be lost, kept, torn at a byte or a sector, there without what was written before
it, or there in size only, as zeros; cutting a file short may be lost. Names made, moved and removed
since may be lost in two ways: `ordered`, where those that are kept are the first ones (journaling
file systems), and `loose`, where each is lost or kept by itself. A rename is one step in both.
Data and names know no order among each other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from deals.model import Book
from tests.store.faults import Call, Disk

SECTOR = 512
FOLDER = -1
"""What stands for a folder where the number of a file stands."""


class Write(NamedTuple):
    """Bytes put into a file from a place on."""

    file: int
    at: int
    data: bytes


class Cut(NamedTuple):
    """A file cut to a size."""

    file: int
    size: int


class Flush(NamedTuple):
    """A file's data flushed."""

    file: int


class Names(NamedTuple):
    """What names of one folder mean from now on, None for nothing."""

    folder: str
    files: Mapping[str, int | None]


class FlushFolder(NamedTuple):
    """A folder's names flushed."""

    folder: str


Step = Write | Cut | Flush | Names | FlushFolder
Tree = dict[str, int]
"""The number of the file that each path means, below the folder that is watched."""
State = dict[str, bytes | None]
"""What is at each path: a file's data, None for a folder."""


@dataclass(frozen=True)
class Word:
    """What was said to be done after so many steps: with which backups there, and which book."""

    after: int
    backups: frozenset[str]
    book: Book | None = None


@dataclass
class Trace:
    """What was there at first, what was done to it, and what was acknowledged meanwhile."""

    root: Path
    tree: Tree = field(default_factory=dict)
    data: dict[int, bytes] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def found_in(root: Path) -> State:
    """Return what a folder holds; not locks, which hold nothing."""
    return {
        str(path.relative_to(root)): None if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.suffix != ".lock"
    }


class Recorder:
    """Notes in a trace what is done below a folder through store.files."""

    def __init__(self, root: Path) -> None:
        self.trace = Trace(root)
        for number, (name, data) in enumerate(found_in(root).items()):
            self.trace.tree[name] = FOLDER if data is None else number
            self.trace.data[number] = data or b""
        self._tree = dict(self.trace.tree)
        self._files = len(self._tree)
        self._handles: dict[int, str] = {}
        self._numbers: dict[int, int] = {}

    def acknowledge(self, backups: Iterable[Path], book: Book | None = None) -> None:
        """What was done so far was said to be done, with these backups there."""
        there = frozenset(str(backup.relative_to(self.trace.root)) for backup in backups)
        self.trace.words.append(Word(len(self.trace.steps), there, book))

    def disk(self) -> Disk:
        """Return what stands in for module os."""
        notes: dict[str, Call] = {
            "open": self._open,
            "mkdir": self._make_folder,
            "write": self._write,
            "ftruncate": self._cut,
            "fsync": self._flush,
            "rename": self._rename,
            "unlink": self._remove,
            "close": self._close,
        }

        def hook(name: str, real: Call) -> Any:
            assert isinstance(real, partial)
            lock = name == "open" and str(real.args[0]).endswith(".lock")
            note = None if lock else notes.get(name)
            return note(real, *real.args, **real.keywords) if note else real()

        return Disk(hook)

    def _step(self, step: Step) -> None:
        self.trace.steps.append(step)
        if isinstance(step, Names):
            for name, file in step.files.items():
                self._tree.pop(name, None)
                if file is not None:
                    self._tree[name] = file

    def _named(self, files: Mapping[str, int | None]) -> None:
        self._step(Names(str(Path(next(iter(files))).parent), files))

    def _place(self, name: str | Path, folder: int | None) -> str:
        base = self.trace.root / self._handles[folder] if folder is not None else Path()
        return str((base / name).relative_to(self.trace.root))

    def _open(
        self, real: Call, name: str | Path, flags: int, *_mode: int, dir_fd: int | None = None
    ) -> Any:
        handle = real()
        place = self._place(name, dir_fd)
        self._handles[handle] = place
        if not flags & os.O_DIRECTORY:
            if place not in self._tree:
                self._named({place: self._files})
                self._files += 1
            self._numbers[handle] = self._tree[place]
        return handle

    def _make_folder(self, real: Call, name: str, *_mode: int, dir_fd: int) -> Any:
        real()
        self._named({self._place(name, dir_fd): FOLDER})

    def _write(self, real: Call, handle: int, data: bytes) -> Any:
        # All is written to the end of a file; the store knows no other way.
        at, taken = os.fstat(handle).st_size, real()
        self._step(Write(self._numbers[handle], at, bytes(data[:taken])))
        return taken

    def _cut(self, real: Call, handle: int, size: int) -> Any:
        real()
        self._step(Cut(self._numbers[handle], size))

    def _flush(self, real: Call, handle: int) -> Any:
        # Nothing need really be on the disk: no power is cut here.
        number = self._numbers.get(handle)
        self._step(FlushFolder(self._handles[handle]) if number is None else Flush(number))

    def _rename(self, real: Call, old: str, new: str, *, src_dir_fd: int, dst_dir_fd: int) -> Any:
        real()
        old, new = self._place(old, src_dir_fd), self._place(new, dst_dir_fd)
        self._named({old: None, new: self._tree[old]})

    def _remove(self, real: Call, name: str, *, dir_fd: int) -> Any:
        real()
        self._named({self._place(name, dir_fd): None})

    def _close(self, real: Call, handle: int) -> Any:
        self._handles.pop(handle, None)
        self._numbers.pop(handle, None)
        return real()


def applied(data: bytes, steps: Sequence[Write | Cut]) -> bytes:
    """Return a file's data after some of what was done to it; a hole is of zeros."""
    for step in steps:
        if isinstance(step, Cut):
            data = data[: step.size]
        else:
            rest = data[step.at + len(step.data) :]
            data = data[: step.at].ljust(step.at, b"\0") + step.data + rest
    return data


def torn(data: bytes, step: Write) -> Iterator[bytes]:
    """Yield what a write may have come to, in a file of these data, other than nothing and all of
    it.
    """
    length, end = len(step.data), step.at + len(step.data)
    first = (-step.at) % SECTOR
    last = length - end % SECTOR
    for size in {1, first, length // 2, last, length - 1} & set(range(1, length)):
        yield applied(data, [step._replace(data=step.data[:size])])
        yield applied(data, [step._replace(data=bytes(size) + step.data[size:])])
        yield applied(data, [step._replace(data=step.data[:size].ljust(length, b"\0"))])
    yield applied(data, [step._replace(data=bytes(length))])


def contents(data: bytes, steps: Sequence[Write | Cut]) -> list[bytes]:
    """Return what may be in a file of which so much is unflushed: all of it first, then nothing."""
    found = dict.fromkeys([applied(data, steps), data])
    for size in range(len(steps)):
        found[applied(data, steps[:size])] = None
        found[applied(data, steps[size:])] = None
        found[applied(data, (*steps[:size], *steps[size + 1 :]))] = None
        step = steps[size]
        if isinstance(step, Write):
            for before in {applied(data, steps[:size]), data}:
                found.update(dict.fromkeys(torn(before, step)))
    return list(found)


@dataclass
class Pending:
    """What is on the disk at a cut, and what is not yet surely there."""

    tree: Tree
    data: dict[int, bytes]
    unflushed: dict[int, list[Write | Cut]]
    names: list[Names]

    @classmethod
    def at(cls, trace: Trace, number: int) -> Pending:
        """After so many steps."""
        disk = cls(dict(trace.tree), dict(trace.data), {}, [])
        for step in trace.steps[:number]:
            disk.take(step)
        return disk

    def take(self, step: Step) -> None:
        """One step more."""
        if isinstance(step, Write | Cut):
            self.unflushed.setdefault(step.file, []).append(step)
        elif isinstance(step, Names):
            self.names.append(step)
        elif isinstance(step, Flush):
            steps = self.unflushed.pop(step.file, [])
            self.data[step.file] = applied(self.data.get(step.file, b""), steps)
        else:
            self.tree = named(
                self.tree, [name for name in self.names if name.folder == step.folder]
            )
            self.names = [name for name in self.names if name.folder != step.folder]

    def units(self, *, loose: bool) -> list[list[Choice]]:
        """Return what is lost or kept by itself: of each the choices, kept first, then lost."""
        found = [
            [Choice(data={file: content}) for content in contents(self.data.get(file, b""), steps)]
            for file, steps in self.unflushed.items()
        ]
        if loose:
            return [*found, *([Choice(names=(name,)), Choice()] for name in self.names)]
        firsts = [Choice(names=tuple(self.names[:size])) for size in range(len(self.names) + 1)]
        return [*found, [firsts[-1], *firsts[:-1]]]

    def state(self, choices: Sequence[Choice]) -> State:
        """Return what is at each path, as chosen."""
        data = dict(self.data)
        for choice in choices:
            data.update(choice.data)
        kept = {id(step) for choice in choices for step in choice.names}
        tree = named(self.tree, [step for step in self.names if id(step) in kept])
        there = {
            name: None if file == FOLDER else data.get(file, b"") for name, file in tree.items()
        }
        # What is in a folder whose name was lost cannot be found.
        return {name: data for name, data in there.items() if _is_reached(name, tree)}


@dataclass(frozen=True)
class Choice:
    """One thing that may have become of a unit: what is in a file, which names were kept."""

    data: Mapping[int, bytes] = field(default_factory=dict)
    names: tuple[Names, ...] = ()


def named(tree: Tree, steps: Sequence[Names]) -> Tree:
    """Return what the paths mean after these steps."""
    tree = dict(tree)
    for step in steps:
        for name, file in step.files.items():
            tree.pop(name, None)
            if file is not None:
                tree[name] = file
    return tree


def _is_reached(name: str, tree: Tree) -> bool:
    return all(tree.get(folder) == FOLDER for folder in _above(name))


@cache
def _above(name: str) -> list[str]:
    """Return the folders that a name is in; asked of the same few names in every state."""
    return [str(parent) for parent in Path(name).parents][:-1]


def states(disk: Pending, extra: int, random: Random) -> Iterator[State]:
    """Yield the states after a cut: all single losses and pairs of them, from all kept and from all
    lost; and so many more drawn at random.
    """
    for loose in (False, True):
        units = disk.units(loose=loose)
        for base in (0, 1):
            ground = [unit[min(base, len(unit) - 1)] for unit in units]
            for some in (*combinations(range(len(units)), 1), *combinations(range(len(units)), 2)):
                for chosen in product(*(units[place] for place in some)):
                    choices = list(ground)
                    for place, choice in zip(some, chosen, strict=True):
                        choices[place] = choice
                    yield disk.state(choices)
        for _number in range(extra):
            yield disk.state([random.choice(unit) for unit in units])


def signature(state: State) -> tuple[tuple[str, bytes | None], ...]:
    """Return what tells states apart: of a draft, which nobody reads, only that it is there."""
    seen = set[tuple[str, bytes | None]]()
    for name, data in state.items():
        if name.endswith(".tmp"):
            seen.add((f"{Path(name).parent}/draft", b""))
        else:
            seen.add((name, data))
    return tuple(sorted(seen, key=lambda entry: entry[0]))


def lay_out(state: State, root: Path) -> None:
    """Make the folder hold just this."""
    for name, data in sorted(state.items()):
        if data is None:
            (root / name).mkdir(0o700)
        else:
            (root / name).write_bytes(data)
            (root / name).chmod(0o600)
