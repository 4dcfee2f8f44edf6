"""What is wrong with a page: calls that fail, outputs that are others, links to nowhere."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import pairwise, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import click

from deals.errors import UserError
from deals.playbook import parse_playbook
from store.settings import PlaybookTexts, parse_settings, read_playbook_texts
from tests.docs.command_lines import calls_within, command_lines, parse_call
from tests.docs.desk import DAY, NONE, Desk, Outcome
from tests.docs.page import CHINESE, Page, Piece, Spot, read_page
from tests.docs.team_server import run_team_server
from tests.ssh_server import SSHD, call_sshd, make_key
from tui.cli.root import COMMANDS, FORMER_NAMES
from tui.crash import FAULT
from wording import LANGUAGES, _, say_in_full, use_language

SKIPS = ("...", "…")
"""A line of an output that stands for any number of others."""
STARTS = ("empty", "sample", "team")
FREE = ("", "text", "json", "csv", "tsv", "conf", "html", "markdown", "python")
"""Blocks that nothing is done with; an output is compared where it follows what printed it."""
_CALL = re.compile(r"^(?:\$ )?netloft( .*)?$", re.MULTILINE)
Faults = Iterator[str]


def find_faults(page: Page, root: Path, folder: Path, day: date = DAY) -> list[str]:
    """Return all that is wrong with a page below `root`, each with its line; run in `folder`.

    On another day than the usual one what is printed may be other, and is not compared.
    """
    use_language(page.language)
    faults = [*_run_blocks(page, folder, day), *_check_blocks(page), *_check_words(page)]
    faults += [fault for link in page.links for fault in _check_link(page, root, link)]
    use_language("en")
    return faults


def compare_twins(page: Page, twin: Page) -> Faults:
    """Yield in what a page and its translation are not alike."""
    counts: dict[str, Callable[[Page], int]] = {
        "headings": lambda each: len(each.headings),
        "blocks that are run": lambda each: len(each.blocks("sh")),
    }
    for what, count in counts.items():
        if count(page) != count(twin):
            yield f"{twin.name}:1: {count(twin)} {what}, {page.name} has {count(page)}"


# What is run


def _run_blocks(page: Page, folder: Path, day: date) -> Faults:
    starts = [piece.about for piece in page.blocks("start")]
    if len(starts) > 1 or set(starts) - {*STARTS}:
        yield f"{page.name}:1: it starts {starts}, which is not one of {STARTS}"
    if page.blocks("sh") and not starts:
        yield f"{page.name}:1: nothing says what it starts with"
    sample, team = (starts[:1] == [each] for each in ("sample", "team"))
    with ExitStack() as opened:
        variables = opened.enter_context(run_team_server()) if team else NONE
        desk = Desk(folder, page.language, sample=sample, day=day, variables=variables)
        yield from _type_page(desk, page)


def _type_page(desk: Desk, page: Page) -> Faults:
    printed = ""
    for before, piece in pairwise((Piece("", 0), *page.pieces)):
        code = before.about if before.kind == "exit" else "0"
        _lay_file(desk, before, piece)
        if piece.kind == "sh":
            outcomes = list(_type_block(desk, piece))
            yield from _check_codes(page, outcomes, code)
            printed = "".join(outcome.output for _line, _text, outcome in outcomes)
        elif code != "0":
            yield f"{page.name}:{piece.line}: nothing is run that could end with {code}"
        elif piece.kind == "text" and before.kind == "sh" and desk.day == DAY:
            yield from _check_output(page, piece, printed)


def _lay_file(desk: Desk, before: Piece, piece: Piece) -> None:
    """Write a hidden file, or the one that a comment says the piece shows."""
    if piece.kind == "file" and piece.content:
        desk.write_file(piece.about, piece.content)
    elif before.kind == "file" and not before.content:
        desk.write_file(before.about, piece.content)


def _type_block(desk: Desk, piece: Piece) -> Iterator[tuple[int, str, Outcome]]:
    for typed in command_lines(piece.content, piece.line + 1):
        try:
            outcome = desk.type_line(typed.text)
        except subprocess.TimeoutExpired:
            outcome = Outcome(-1, "it did not end")
        yield typed.line, typed.text, outcome


def _check_codes(page: Page, outcomes: list[tuple[int, str, Outcome]], code: str) -> Faults:
    """Yield the lines that ended otherwise than by the code, which is the last one's, or failed."""
    crashed = _(FAULT).partition("{")[0]
    for at, (line, text, outcome) in enumerate(outcomes, 1):
        wanted = code if at == len(outcomes) else "0"
        if str(outcome.code) != wanted or crashed in outcome.output:
            end = outcome.output.strip()[-600:]
            yield f"{page.name}:{line}: {text!r} ended with {outcome.code}, not {wanted}: {end}"


def _check_output(page: Page, piece: Piece, printed: str) -> Faults:
    """Yield where an output is another: what no line skips has to stand together, in order.

    Empty lines are nothing, neither here nor there.
    """
    real = list(filter(None, map(str.rstrip, printed.splitlines())))
    at = 0
    for chunk in _chunks(piece):
        alike = {place: _count_alike(chunk, real[place:]) for place in range(at, len(real))}
        place = max(alike, key=lambda each: (alike[each], -each), default=at)
        if alike.get(place, 0) < len(chunk):
            number, line = chunk[alike.get(place, 0)]
            near = "\n".join(real[place : place + len(chunk) + 1])
            yield f"{page.name}:{number}: {line!r} is not printed there, but\n{near}"
            return
        at = place + len(chunk)


def _chunks(piece: Piece) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines of an output that stand together, each with its number."""
    chunk: list[tuple[int, str]] = []
    for number, text in enumerate(piece.content.splitlines(), piece.line + 1):
        if text.strip() not in ("", *SKIPS):
            chunk.append((number, text.rstrip()))
        elif text.strip() and chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _count_alike(chunk: list[tuple[int, str]], real: list[str]) -> int:
    pairs = zip(chunk, real, strict=False)
    return sum(1 for _same in takewhile(lambda pair: pair[0][1] == pair[1], pairs))


# What is read


def _check_blocks(page: Page) -> Faults:
    checks = {
        "sh": lambda _text: iter(()),
        "sh admin": _check_admin,
        "toml": _check_settings,
        "toml playbook": _check_playbook,
        "sshd": _check_sshd,
        "json": _check_json,
    }
    for piece in page.pieces:
        if piece.kind in ("start", "file", "exit"):
            continue
        if check := checks.get(piece.kind):
            for line, fault in check(piece.content):
                yield f"{page.name}:{piece.line + line}: {fault}"
        elif piece.kind not in FREE:
            yield f"{page.name}:{piece.line}: nobody checks a block of {piece.kind!r}"
        elif piece.kind != "text" and (found := _CALL.search(piece.content)):
            yield f"{page.name}:{piece.line}: {found[0]!r} is not run"


def _check_admin(text: str) -> Iterator[tuple[int, str]]:
    parsed = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True, check=False)
    if parsed.returncode:
        yield 1, parsed.stderr.strip()
        return
    for typed in command_lines(text, 1):
        for call in calls_within(typed.text):
            try:
                parse_call(shlex.split(call)[1:])
            except click.exceptions.Exit:
                continue
            except click.UsageError as error:
                yield typed.line, f"{call!r}: {error.format_message()}"


def _check_settings(text: str) -> Iterator[tuple[int, str]]:
    try:
        settings = parse_settings(text, Path("config.toml"), LANGUAGES)
        if settings.keys:
            from tui.keys import refuse_bad_keys

            refuse_bad_keys(settings)
    except UserError as refusal:
        line = refusal.figures.get("line")
        yield line if isinstance(line, int) else 1, say_in_full(refusal)


def _check_playbook(text: str) -> Iterator[tuple[int, str]]:
    try:
        parse_playbook(*PlaybookTexts(text, "playbook.toml", read_playbook_texts().text))
    except UserError as refusal:
        line = refusal.figures.get("line")
        yield line if isinstance(line, int) else 1, say_in_full(refusal)


def _check_json(text: str) -> Iterator[tuple[int, str]]:
    try:
        json.loads(text)
    except ValueError as error:
        yield 1, str(error)


def _check_sshd(text: str) -> Iterator[tuple[int, str]]:
    if SSHD is None:
        return
    with TemporaryDirectory(prefix="netloft-sshd-") as folder:
        path = Path(folder) / "sshd_config"
        path.write_text(f"HostKey {make_key('host')}\n{text}")
        done = subprocess.run(
            call_sshd("-t", "-f", str(path)), text=True, capture_output=True, check=False
        )
    if done.returncode:
        line = re.search(r"line (\d+)", done.stderr)
        yield int(line[1]) - 1 if line else 1, done.stderr.strip()


# What is said


def _check_words(page: Page) -> Faults:
    """Yield calls within sentences of commands that there are not, and Chinese in pieces."""
    for code in page.codes:
        found = re.match(r"netloft (?:--\S+ )*([a-z][a-z-]*)\b(?!\.)", code.text)
        if found and found[1] not in {*COMMANDS, *FORMER_NAMES}:
            yield f"{page.name}:{code.line}: there is no command {found[1]!r}"
    if page.language == CHINESE:
        for line in page.wrapped:
            yield f"{page.name}:{line}: goes on with a paragraph, which draws a blank between words"


def _check_link(page: Page, root: Path, link: Spot) -> Faults:
    parts = urlsplit(link.text)
    where = f"{page.name}:{link.line}: {link.text}"
    if parts.scheme == "https":
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.netloc):
            yield f"{where} is no address"
        return
    if parts.scheme or parts.netloc or link.text.startswith("/"):
        yield f"{where} is neither relative nor https"
        return
    path = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
    if not path.is_relative_to(root.resolve()) and path != page.path:
        yield f"{where} leads out of the project"
    elif not path.exists():
        yield f"{where} is not there"
    elif parts.fragment and path.suffix == ".md":
        target = page if path == page.path else read_page(path, root)
        if unquote(parts.fragment) not in target.anchors:
            yield f"{where}: there is no such heading"
