"""Taking a table in from inside the app: asks for it, has it read, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deals.refusal import Refusal
from screens.kit.host import Imported
from screens.kit.screen import KitScreen
from screens.kit.wording import _, ngettext, say


def ask_file(screen: KitScreen, done: Callable[[], None]) -> None:
    """Asks for a file and imports it as one undoable change; then calls `done`.

    Where rows are refused nothing is taken yet: the first refusal is said, and one key takes the
    good rows.
    """

    def accept(typed: str) -> bool:
        path = Path(typed.strip()).expanduser()
        if not typed.strip():
            return False
        try:
            result = screen.host.read(path, False)
        except Refusal as refusal:
            screen.refuse(say(refusal))
            return False
        if not result.refusals:
            return _take(screen, result, done)
        if not (result.counts.get("added") or result.counts.get("changed")):
            screen.refuse(say(result.refusals[0]))
            return False
        _offer(screen, path, result, done)
        return True

    screen.ask(_("file (.xlsx .csv .tsv .json)"), "", accept)


def _offer(screen: KitScreen, path: Path, result: Imported, done: Callable[[], None]) -> None:
    count = len(result.refusals)
    said = ngettext("{count} refused: {first}", "{count} refused, first: {first}", count)
    said = said.format(count=count, first=say(result.refusals[0]))
    options = [("k", _("take the good rows"), lambda: _keep(screen, path, done))]
    options.append(("q", _("take nothing"), lambda: screen.tell("")))
    screen.choose(said, options)


def _keep(screen: KitScreen, path: Path, done: Callable[[], None]) -> None:
    try:
        _take(screen, screen.host.read(path, True), done)
    except Refusal as refusal:
        screen.tell(say(refusal), "red")


def _take(screen: KitScreen, result: Imported, done: Callable[[], None]) -> bool:
    failed = screen.host.commit(result.book, _("import"))
    if failed is not None:
        screen.refuse(failed)
        return False
    done()
    screen.tell(summary(result), "amber" if result.refusals else "")
    return True


def summary(result: Imported) -> str:
    """One line on what was taken in and what was not."""
    text = _("{added} added, {changed} changed, {unchanged} unchanged, {refused} refused")
    nothing = {"added": 0, "changed": 0, "unchanged": 0, "refused": 0}
    return text.format_map({**nothing, **result.counts})
