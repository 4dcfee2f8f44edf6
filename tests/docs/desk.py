"""A reader's desk: a home of his own with nothing in it, at which the lines of a page are typed.

What calls us runs in this process, all else in the shell, where `netloft` can be called too. What
a call changes of the process is put back after it.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from types import MappingProxyType

from openpyxl import Workbook

from deals.book_change import BookChange
from store.sample import sample_book
from store.settings import store_path
from store.store import Store
from tests.docs.command_lines import NETLOFT, expand_words, is_ours, opens_app, part_operator
from tests.docs.page import CHINESE
from tests.house import ROOT
from tui.cli.run import run
from tui.clock import stamp
from views.glyphs import glyphs, use_glyphs
from wording import language, use_arrow, use_language
from wording.language import drawn_arrow

DAY = date(2026, 11, 30)
USER = "lin"
SHOWN_HOME = f"/home/{USER}"
"""What stands in outputs for the home, whose name is another at each run."""
PATIENCE = 60.0
NONE: Mapping[str, str] = MappingProxyType({})
_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
_MOVES = re.compile(r"(?:cd|export|unset)\b")
"""What changes the shell itself: what it leads to holds for the lines below it."""
_MAKE = re.compile(r"make ([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line led to: its exit code and all that it printed."""

    code: int
    output: str


class Desk:
    """A home with a store, empty or holding the sample, in which lines are typed one by one."""

    def __init__(
        self,
        folder: Path,
        lang: str,
        *,
        sample: bool = False,
        day: date = DAY,
        variables: Mapping[str, str] = NONE,
    ) -> None:
        self.home = folder / USER
        self.work = self.home / "work"
        self.day = day
        self.env = _environment(self.home, folder / "bin", lang, variables)
        self.work.mkdir(parents=True)
        _write_caller(folder / "bin" / NETLOFT, day)
        if sample:
            with self._taken():
                store = store_path()
            store.parent.mkdir(parents=True)
            store.parent.chmod(0o700)
            copy(_sample_store(lang, day) / store.name, store)

    def write_file(self, name: str, content: str) -> None:
        """Put a file on the desk; a workbook of its lines, their cells parted by tabs."""
        place = Path(name.replace("~", str(self.home), 1)) if name.startswith("~") else Path(name)
        path = self.work / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix != ".xlsx":
            path.write_text(content, encoding="utf-8")
            return
        book = Workbook()
        sheet = book.worksheets[0]
        for line in content.splitlines():
            sheet.append([_cell(text) for text in line.split("\t")])
        book.save(path)

    def type_line(self, text: str) -> Outcome:
        """Carry out a line. What opens the app, or is made by `make`, is only looked at."""
        if making := _MAKE.fullmatch(text):
            rules = (ROOT / "Makefile").read_text(encoding="utf-8")
            known = f"\n{making[1]}:" in rules
            return Outcome(0, "") if known else Outcome(2, f"there is no rule {making[1]}")
        call, rest = part_operator(text)
        if not is_ours(text) or NETLOFT in rest or (rest and not re.match(r"\||>>?[^&]", rest)):
            return self._type_in_shell(text, b"")
        try:
            words = expand_words(call, self.env, str(self.work))[1:]
        except ValueError as error:
            return Outcome(2, str(error))
        if opens_app(words):
            return Outcome(0, "")
        return self._call(words, rest)

    def _call(self, words: list[str], rest: str) -> Outcome:
        """Call us in this process; what is printed goes on to the rest of the line."""
        printed = io.BytesIO()
        aside = io.BytesIO() if rest else printed
        with self._taken(), _streams(printed, aside):
            code = run([*self._day_for(words), *words])
            sys.stdout.flush()
            sys.stderr.flush()
        if not rest:
            return Outcome(code, self._shown(printed.getvalue()))
        passed = self._type_in_shell(f"cat {rest}", printed.getvalue())
        return Outcome(code or passed.code, self._shown(aside.getvalue()) + passed.output)

    def _day_for(self, words: list[str]) -> list[str]:
        """Return the option with the desk's day; a team's server is synced with on the real one."""
        return [] if "sync" in words else ["--as-of", f"{self.day}"]

    @contextmanager
    def _taken(self) -> Iterator[None]:
        """Have this process sit at the desk."""
        with _kept_process():
            os.environ.clear()
            os.environ.update(self.env)
            os.chdir(self.work)
            yield

    def _type_in_shell(self, text: str, given: bytes) -> Outcome:
        moves = bool(_MOVES.match(text))
        script = f"set -o pipefail\n{text}\n" + (
            "code=$?; pwd; env -0; exit $code" if moves else ""
        )
        done = subprocess.run(
            ["bash", "-c", script], env=self.env, cwd=self.work, input=given, timeout=PATIENCE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        if not moves or done.returncode:
            return Outcome(done.returncode, self._shown(done.stdout))
        place, _end, variables = done.stdout.decode().partition("\n")
        self.work = Path(place)
        self.env = dict(each.split("=", 1) for each in variables.split("\0") if "=" in each)
        return Outcome(0, "")

    def _shown(self, output: bytes) -> str:
        return output.decode("utf-8", "replace").replace(str(self.home), SHOWN_HOME)


def _cell(text: str) -> str | float | int | datetime | None:
    """Return what a cell holds that is typed so."""
    if _FIGURE.fullmatch(text):
        return float(text) if "." in text else int(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.fromisoformat(text)
    return text or None


def _environment(
    home: Path, programs: Path, lang: str, variables: Mapping[str, str]
) -> dict[str, str]:
    locale = "zh_CN.UTF-8" if lang == CHINESE else "en_US.UTF-8"
    usual = variables.get("PATH") or os.environ.get("PATH", os.defpath)
    paths = (str(programs), str(Path(sys.executable).parent), usual)
    return {
        **variables,
        "PATH": os.pathsep.join(paths),
        "HOME": str(home),
        "USER": USER,
        "LOGNAME": USER,
        "LANG": locale,
        "TERM": "xterm-256color",
        "TZ": "UTC",
        "PYTHONUTF8": "1",
    }


def _write_caller(path: Path, day: date) -> None:
    """Write the program that a shell finds as `netloft`."""
    path.parent.mkdir(parents=True)
    call = shlex.join([sys.executable, "-P", "-m", "netloft", "--as-of", f"{day}"])
    path.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {call} "$@"\n')
    path.chmod(0o755)


_samples = TemporaryDirectory(prefix="netloft-docs-")


@cache
def _sample_store(lang: str, day: date) -> Path:
    """Return the folder with a store of the sample, made once."""
    folder = Path(_samples.name) / f"{lang}-{day}"
    store = Store.open(folder / "netloft.json", author=USER)
    try:
        sample = sample_book(lang, stamp(day, USER), USER)
        store.commit(BookChange.between(store.book, sample), "sample")
    finally:
        store.close()
    return folder


@contextmanager
def _kept_process() -> Iterator[None]:
    """Put back what a call changes of the process."""
    env, place, mask = dict(os.environ), Path.cwd(), os.umask(0o022)
    speech, alphabet, arrow = language(), glyphs(), drawn_arrow()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(env)
        os.chdir(place)
        os.umask(mask)
        use_language(speech)
        use_glyphs(alphabet)
        use_arrow(arrow)


@contextmanager
def _streams(printed: io.BytesIO, aside: io.BytesIO) -> Iterator[None]:
    """Have what is printed, and what is printed aside, go there; nothing can be read."""
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(aside, encoding="utf-8", write_through=True)
    try:
        yield
    finally:
        ours = sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = streams
        for stream in ours:
            stream.detach()
