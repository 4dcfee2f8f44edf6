"""Commands that are run from the palette alone, on any screen that has none of their id."""

from __future__ import annotations

from pathlib import Path

from screens.base.commands import Commands, lacks
from screens.base.screen import BaseScreen
from wording import N_, _
from wording.errors import whole_path

PALETTE: Commands[BaseScreen] = Commands()


@lacks(N_("no projects yet"))
def has_projects(screen: BaseScreen) -> bool:
    """Return whether the book has projects."""
    return bool(screen.host.book.projects)


@PALETTE.command("saved", label=N_("save"))
def tell_saved(screen: BaseScreen) -> None:
    """Nothing needs saving: every change is saved at once, and u undoes it."""
    if screen.host.trouble is None:
        screen.tell(_("all is saved: every change is, at once"))
    else:
        screen.paint_status()


@PALETTE.command("export", label=N_("export"), when=has_projects)
def export_all(screen: BaseScreen) -> None:
    """Write all projects as a table (.xlsx .csv), or everything (.json)."""
    from screens.base.export_table import ask_export

    ask_export(screen, screen.host.book)


@PALETTE.command("import", label=N_("import"), changes=True)
def import_any(screen: BaseScreen) -> None:
    """Import a table (.xlsx .csv .tsv) or a Netloft export (.json), previewed first."""
    from screens.base.import_table import ask_file

    ask_file(screen, screen.paint)


@PALETTE.command("backup", label=N_("back up"))
def back_up(screen: BaseScreen) -> None:
    """Keep a backup of all that is stored now; one of each day is kept by itself."""
    from screens.base.threaded_work import ThreadedWork
    from wording import say

    def report(kept: Path | None) -> None:
        file = whole_path(kept.name) if kept else ""
        text = _("backed up: {file}").format(file=file) if kept else _("nothing is stored yet")
        screen.release()
        screen.tell(text)

    ThreadedWork(
        screen,
        _("backing up"),
        screen.host.back_up,
        report,
        lambda refusal: screen.tell(say(refusal), "red"),
    ).start()


@PALETTE.command("restore", label=N_("restore"))
def tell_restore(screen: BaseScreen) -> None:
    """Put a backup in the place of the store: netloft restore in the shell lists and does it."""
    _tell_shell(screen, "restore")


@PALETTE.command("settings", label=N_("settings"))
def tell_settings(screen: BaseScreen) -> None:
    """See every setting, its value and who said so: netloft config; : setting lists them here."""
    screen.host.open_screen("help", screen, True, _("setting"))


@PALETTE.command("doctor", label=N_("doctor"))
def tell_doctor(screen: BaseScreen) -> None:
    """Find out what is wrong with terminal, settings or store: netloft doctor in the shell."""
    _tell_shell(screen, "doctor")


@PALETTE.command("check", label=N_("check"))
def tell_check(screen: BaseScreen) -> None:
    """Check whether the store is whole: netloft check in the shell."""
    _tell_shell(screen, "check")


def _tell_shell(screen: BaseScreen, name: str) -> None:
    screen.tell(_("in the shell: {command}").format(command=f"netloft {name}"))
