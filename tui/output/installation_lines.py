"""What is said of the installation: sentences for people, and the same for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from store.store_facts import LockState, StoreFacts
from tui.installation import FileFacts, Installation, TerminalFacts
from wording import N_, _, language
from wording.setting_texts import ORIGINS

TERMINAL = N_("Terminal: {parts}.")
CELLS = N_("{columns} by {lines} cells")
INSIDE = N_("inside {name}")
OVER_SSH = N_("over SSH")
NO_INPUT, NO_OUTPUT = N_("keys come from elsewhere"), N_("output goes elsewhere")
COLORS = N_("Colours: {sent} ({origin}).")
KEYS = N_("Keys: {protocol}.")
PLAIN_KEYS = N_("plain codes, with which input methods work everywhere")
KITTY = N_("the Kitty protocol, as TEXTUAL_DISABLE_KITTY_KEY asks")
LOCALE = N_("Locale: {name}, {encoding}; Netloft speaks {language}.")
NO_LOCALE = N_("none is set")
STORE = N_("Store: {path}; {parts}.")
NO_STORE = N_("there is none yet")
SIZE = N_("{size} kB, journal {journal} kB, {backups} backups")
LOCKED, PLAIN = N_("locked by a passphrase"), N_("not encrypted")
UNWRITABLE = N_("it cannot be written: {why}")
UNREADABLE = N_("it cannot be looked at: {why}")
FILE_SYSTEM = N_("file system {kind}")
LOCKS = N_("Locks: {state}.")
LOCK_STATES: dict[LockState, str] = {
    "work": N_("they keep two sessions from writing at once"),
    "alone": N_(
        "this file system keeps nobody out; have the store open on one machine at a time alone"
    ),
    "untried": N_("not tried, for there is nothing to lock yet"),
    "failing": N_("they cannot be made beside the store"),
}
SETTINGS = N_("Settings: {path}; {state}.")
PLAYBOOK = N_("Playbook: {path}; {state}.")
OWN_PLAYBOOK = N_("Playbook: Netloft's own.")
SAYS = N_("it says something about {names}")
SAYS_NOTHING = N_("it says nothing")
NO_FILE = N_("there is no such file")
FAULT = N_("it cannot be used, line {line}: {fault}")
UNUSABLE = N_("it cannot be used: {fault}")
VERSIONS = N_("Versions: {versions}.")
LACKING = N_("not installed: {names}")


def installation_lines(about: Installation, store: StoreFacts) -> Iterator[str]:
    """Yield what is said of an installation, a sentence a line."""
    yield _(TERMINAL).format(parts=_join(terminal_parts(about.terminal)))
    origin = f"{_(ORIGINS[about.colors.origin])} {about.colors.place}".rstrip()
    yield _(COLORS).format(sent=about.colors.sent, origin=origin)
    yield _(KEYS).format(protocol=_(KITTY if about.terminal.kitty_keys else PLAIN_KEYS))
    name, encoding = about.locale.name or _(NO_LOCALE), about.locale.encoding
    yield _(LOCALE).format(name=name, encoding=encoding, language=language())
    yield _(STORE).format(path=about.store_path, parts=_join(store_parts(store)))
    yield _(LOCKS).format(state=_(LOCK_STATES[store.locks]))
    yield file_line(SETTINGS, about.settings)
    own = not (about.playbook.exists or about.playbook.fault)
    yield _(OWN_PLAYBOOK) if own else file_line(PLAYBOOK, about.playbook)
    yield _(VERSIONS).format(versions=_join(version_parts(about)))


def _join(parts: Iterator[str] | Sequence[str]) -> str:
    return _(", ").join(parts)


def terminal_parts(terminal: TerminalFacts) -> Iterator[str]:
    """Yield what is said of a terminal."""
    yield f"TERM={terminal.term}"
    if terminal.colorterm:
        yield f"COLORTERM={terminal.colorterm}"
    if terminal.program:
        yield f"TERM_PROGRAM={terminal.program}"
    yield _(CELLS).format(columns=terminal.columns, lines=terminal.lines)
    if terminal.multiplexer:
        yield _(INSIDE).format(name=terminal.multiplexer)
    if terminal.ssh:
        yield _(OVER_SSH)
    if not terminal.input:
        yield _(NO_INPUT)
    if not terminal.output:
        yield _(NO_OUTPUT)


def store_parts(store: StoreFacts) -> Iterator[str]:
    """Yield what is said of a store."""
    if store.unreadable:
        yield _(UNREADABLE).format(why=store.unreadable)
        return
    if store.exists:
        size, journal = (round(count / 1000) for count in (store.size, store.journal))
        yield _(SIZE).format(size=size, journal=journal, backups=store.backups)
        yield _(LOCKED if store.sealed else PLAIN)
    else:
        yield _(NO_STORE)
    if store.file_system:
        yield _(FILE_SYSTEM).format(kind=store.file_system)
    if store.unwritable:
        yield _(UNWRITABLE).format(why=store.unwritable)


def file_line(words: str, file: FileFacts) -> str:
    """Say what a file of settings, or a playbook, says, or why it cannot be used."""
    if file.fault and file.line:
        state = _(FAULT).format(line=file.line, fault=file.fault)
    elif file.fault:
        state = _(UNUSABLE).format(fault=file.fault)
    elif not file.exists:
        state = _(NO_FILE)
    else:
        state = _(SAYS).format(names=_join(file.names)) if file.names else _(SAYS_NOTHING)
    return _(words).format(path=file.path, state=state)


def version_parts(about: Installation) -> Iterator[str]:
    """Yield the versions, and the packages that are not there."""
    versions = dict(about.versions)
    yield versions.pop("system")
    yield from (f"{name} {number}" for name, number in versions.items() if number)
    if lacking := [name for name, number in versions.items() if not number]:
        yield _(LACKING).format(names=_join(lacking))


def installation_record(about: Installation, store: StoreFacts) -> dict[str, Any]:
    """Return an installation for programs."""
    facts = asdict(about)
    return {
        "terminal": facts["terminal"],
        "colors": facts["colors"],
        "locale": {**facts["locale"], "language": language()},
        "store": {"path": about.store_path, **asdict(store)},
        "settings": facts["settings"],
        "playbook": facts["playbook"],
        "versions": facts["versions"],
    }
