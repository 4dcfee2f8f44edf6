"""The way to a paper inside the app: choose its kind and format, name the file, say where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from deals.errors import UserError
from screens.base.context import PaperKind, PaperSubject
from screens.base.path_prompt import ask_path
from screens.base.screen import BaseScreen
from screens.base.threaded_work import ThreadedWork
from wording import N_, _, say
from wording.errors import short_path

KIND_LETTERS: Mapping[str, str] = {
    "pipeline": "p",
    "week": "w",
    "month": "m",
    "quarter": "r",
    "project": "c",
    "brief": "b",
    "team-form": "t",
    "plan": "n",
    "fishbone": "f",
    "follow-ups": "u",
    "review": "v",
    "hand-over": "h",
    "import-letter": "l",
}
"""The key of each kind in the choice."""
FORMAT_NAMES: Mapping[str, tuple[str, str]] = {
    ".html": ("h", N_("page (.html)")),
    ".md": ("m", N_("Markdown (.md)")),
    ".txt": ("t", N_("text (.txt)")),
    ".xlsx": ("x", N_("workbook (.xlsx)")),
    ".svg": ("s", N_("picture (.svg)")),
}
"""The key of each format in the choice, and what it is called."""
FILE_NAME = "Netloft-{title}-{day}"


def ask_paper(screen: BaseScreen, subject: PaperSubject, first: Sequence[str] = ()) -> None:
    """Ask which paper is wanted: those named `first` before all others that the subject allows."""
    kinds = list_kinds(screen.host.list_papers(), subject, first)
    options = [
        (KIND_LETTERS[kind.name], kind.title, partial(_ask_format, screen, subject, kind))
        for kind in kinds
    ]
    screen.choose(_("paper"), options)


def list_kinds(
    every: Sequence[PaperKind], subject: PaperSubject, first: Sequence[str] = ()
) -> list[PaperKind]:
    """Return the kinds that can be written of a subject, those of a project first if it is one."""
    there = {"book", *(["project"] if subject.project else [])}
    there |= {"owner"} if subject.owner else set()
    found = [kind for kind in every if kind.subject in there]
    places = {name: at for at, name in enumerate(first)}
    last = len(places)
    return sorted(found, key=lambda kind: (places.get(kind.name, last), kind.subject != "project"))


def narrow_subject(subject: PaperSubject, kind: PaperKind) -> PaperSubject:
    """Return what of a subject a kind is about: a project, an owner's projects, or the others."""
    match kind.subject:
        case "project":
            return PaperSubject(project=subject.project)
        case "owner":
            return PaperSubject(owner=subject.owner)
        case _:
            return replace(subject, project=None, owner=None if subject.project else subject.owner)


def _ask_format(screen: BaseScreen, subject: PaperSubject, kind: PaperKind) -> None:
    options = [
        (letter, _(name), partial(_ask_named_file, screen, subject, kind, ending))
        for ending, (letter, name) in FORMAT_NAMES.items()
        if ending in kind.formats
    ]
    screen.choose(kind.title, options)


def _ask_named_file(
    screen: BaseScreen, subject: PaperSubject, kind: PaperKind, ending: str
) -> None:
    _ask_file(screen, subject, kind, _propose(screen, subject, kind, ending))


def _propose(screen: BaseScreen, subject: PaperSubject, kind: PaperKind, ending: str) -> str:
    """Return a name of a file after the kind, whom or what it is about, and the day."""
    about = subject.project.name if kind.subject == "project" and subject.project else ""
    about = subject.owner or about if kind.subject == "owner" else about
    title = "-".join(filter(None, (kind.title, about)))
    name = FILE_NAME.format(title=title, day=screen.host.context.today())
    return screen.host.propose_paper(name, ending)


def _ask_file(
    screen: BaseScreen, subject: PaperSubject, kind: PaperKind, text: str, *, typed: bool = False
) -> None:
    """Ask for the file; a text that was not `typed` gives way to the first key."""

    def accept(path: Path, written: str) -> None:
        host = screen.host
        ThreadedWork(
            screen,
            _("writing {file}").format(file=short_path(f"{path}")),
            lambda: host.write_paper(kind.name, narrow_subject(subject, kind), path),
            lambda kept: screen.tell(written_paper(path, kept)),
            partial(_ask_again, screen, subject, kind, written),
        ).start()

    formats = " ".join(kind.formats)
    label = _("file for {paper} ({formats})").format(paper=kind.title, formats=formats)
    ask_path(screen, label, accept, place="paper", text=text, select_all=not typed)


def _ask_again(
    screen: BaseScreen, subject: PaperSubject, kind: PaperKind, typed: str, refusal: UserError
) -> None:
    """Ask for the file again with what was typed, and say why."""
    _ask_file(screen, subject, kind, typed, typed=True)
    there = refusal.code == "output-exists"
    text = _("this file exists and is not as Netloft left it; name another")
    screen.refuse(text if there else say(refusal))


def written_paper(path: Path, kept: Path | None) -> str:
    """Return where a paper was written, and where an earlier one was kept."""
    text = _("Wrote {file}").format(file=short_path(f"{path}"))
    if kept is None:
        return text
    beside = _("the earlier file is kept as {file}").format(file=kept.name)
    return _("; ").join((text, beside))
