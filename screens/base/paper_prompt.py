"""The way to a paper inside the app: choose its kind and format, name the file, say where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from screens.base.context import PaperKind, PaperSubject
from screens.base.output_prompt import OutputPrompt
from screens.base.screen import BaseScreen
from wording import N_, _, add_note
from wording.errors import one_line, short_path, whole_path

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
FILE_NAME = "Netloft-{title}"


def ask_paper(screen: BaseScreen, subject: PaperSubject, first: Sequence[str] = ()) -> None:
    """Ask which paper is wanted: those named `first` before all others that the subject allows."""
    kinds = list_kinds(screen.host.list_papers(), subject, first)
    options = [
        (KIND_LETTERS[kind.name], kind.title, partial(ask_format, screen, subject, kind))
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
            return subject._replace(project=None, owner=None if subject.project else subject.owner)


def ask_format(screen: BaseScreen, subject: PaperSubject, kind: PaperKind) -> None:
    """Ask in which format a paper is wanted, then for its file."""
    options = [
        (letter, _(name), partial(_ask_file, screen, subject, kind, ending))
        for ending, (letter, name) in FORMAT_NAMES.items()
        if ending in kind.formats
    ]
    screen.choose(kind.title, options)


def _ask_file(screen: BaseScreen, subject: PaperSubject, kind: PaperKind, ending: str) -> None:
    host, about = screen.host, narrow_subject(subject, kind)
    whose = one_line(about.owner or "") if kind.subject == "owner" else ""
    paper = add_note(kind.title, whose) if whose else kind.title
    formats = " ".join(kind.formats)
    OutputPrompt(
        screen,
        "paper",
        _("file for {paper} ({formats})").format(paper=paper, formats=formats),
        lambda path, force: host.write_paper(kind.name, about, path, force=force),
        written_paper,
    ).propose(host.propose_paper(_name_paper(about, kind), ending))


def _name_paper(about: PaperSubject, kind: PaperKind) -> str:
    """Return a name after the kind, and after whom or what the paper is about."""
    match kind.subject:
        case "project":
            named = about.project.name if about.project else ""
        case "owner":
            named = about.owner or ""
        case _:
            named = about.branch
    title = "-".join(filter(None, (kind.title, named)))
    return FILE_NAME.format(title=title)


def written_paper(path: Path, kept: Path | None) -> str:
    """Return where a paper was written, and where an earlier one was kept."""
    folder = short_path(f"{path.absolute().parent}")
    text = _("Wrote {file} in {folder}").format(file=whole_path(path.name), folder=folder)
    if kept is None:
        return text
    beside = _("the earlier file is kept as {file}").format(file=kept.name)
    return _("; ").join((text, beside))
