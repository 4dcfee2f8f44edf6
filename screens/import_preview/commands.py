"""The commands of the import preview."""

from __future__ import annotations

from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.import_preview.actions import (
    choose_again,
    press_enter,
    read_sheet,
    show_letter,
    take_choice_back,
    take_good_rows,
    take_older,
    walk_list,
)
from screens.import_preview.screen import ImportScreen
from wording import N_

IMPORT_PREVIEW: Commands[ImportScreen] = Commands(
    ROW_COMMANDS, SCREEN_COMMANDS.without("undo", "redo")
)


@lacks(N_("only one sheet"))
def has_sheets(screen: ImportScreen) -> bool:
    """Whether there are sheets to choose from."""
    return len(screen.sheets) > 1


@lacks(N_("no table is older than its last one"))
def has_older(screen: ImportScreen) -> bool:
    """Whether a table is older than the last one of its source."""
    return screen.choices.older or any(note.code == "older-table" for note in screen.table.remarks)


@lacks(N_("only where some rows are refused and others are not"))
def has_good_and_refused(screen: ImportScreen) -> bool:
    """Whether some rows are refused and others are good."""
    return bool(screen.table.refusals) and screen.table.good > 0


@lacks(N_("no columns"))
def has_columns(screen: ImportScreen) -> bool:
    """Whether the table has columns."""
    return bool(screen.columns)


@lacks(N_("no stage names"))
def has_stages(screen: ImportScreen) -> bool:
    """Whether the table has names of stages."""
    return bool(screen.stages)


@IMPORT_PREVIEW.command("take-in", "enter", label=N_("import"), footer=True, changes=True)
def take_in(screen: ImportScreen) -> None:
    """Import all that is listed; in the lists of columns and stages, say what one means."""
    press_enter(screen)


@IMPORT_PREVIEW.command(
    "columns",
    "c",
    "f2",
    label=N_("column"),
    when=has_columns,
    footer=True,
    purpose="taking-in",
)
def show_columns(screen: ImportScreen) -> None:
    """List the columns with what each was taken for; again, choose another field."""
    walk_list(screen, "columns")


@IMPORT_PREVIEW.command("stages", "s", "f3", label=N_("stage"), when=has_stages, footer=True)
def show_stages(screen: ImportScreen) -> None:
    """List the names of stages, the unknown ones first; again, choose what one means."""
    walk_list(screen, "stages")


@IMPORT_PREVIEW.command("letter", "l", "f8", label=N_("letter"))
def open_letter(screen: ImportScreen) -> None:
    """See by owner what changed, contradicts, was refused, is gone or twice; whom to ask."""
    show_letter(screen)


@IMPORT_PREVIEW.command("reading", "r", "f7", label=N_("read as"), footer=True)
def show_reading(screen: ImportScreen) -> None:
    """Choose how dates, decimals, bare amounts and fiscal years are read, and the encoding."""
    walk_list(screen, "reading")


@IMPORT_PREVIEW.command("sheet", "tab", "f4", label=N_("sheet"), when=has_sheets, footer=True)
def next_sheet(screen: ImportScreen) -> None:
    """Read the next sheet alone; after the last, all that are tables."""
    read_sheet(screen, 1)


@IMPORT_PREVIEW.command("sheet-before", "shift+tab", "f5", label=N_("before"), when=has_sheets)
def sheet_before(screen: ImportScreen) -> None:
    """Read the sheet before alone; before the first, all that are tables."""
    read_sheet(screen, -1)


@IMPORT_PREVIEW.command(
    "take-good",
    "x",
    "f6",
    label=N_("valid rows"),
    when=has_good_and_refused,
    footer=True,
    changes=True,
)
def take_good(screen: ImportScreen) -> None:
    """Import the valid rows only, without those that are refused."""
    take_good_rows(screen)


@IMPORT_PREVIEW.command("older", "o", "f9", label=N_("older"), when=has_older)
def take_older_tables(screen: ImportScreen) -> None:
    """Take a table older than the last of its kind as if it were new; again, only its blanks."""
    take_older(screen)


@IMPORT_PREVIEW.command("undo", "u", "ctrl+z", label=N_("undo"))
def undo_choice(screen: ImportScreen) -> None:
    """Take back the last choice made here; what was imported before stays."""
    take_choice_back(screen)


@IMPORT_PREVIEW.command("redo", "ctrl+r", "ctrl+y", label=N_("redo"))
def redo_choice(screen: ImportScreen) -> None:
    """Choose again what was just taken back."""
    choose_again(screen)
