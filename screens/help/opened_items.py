"""What the palette holds beside commands and screens: views, papers, settings, projects, people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from deals.errors import UserError
from deals.model import Contact, Project, SavedView
from deals.parsing.amounts import currency_code
from deals.pipeline import builtin_views
from screens.base.context import PaperKind, PaperSubject, ShownSetting
from screens.base.paper_prompt import ask_format, list_kinds
from screens.base.project_screen import ProjectScreen
from screens.base.screen import BaseScreen
from screens.base.shared_commands import choose_theme
from screens.help.items import (
    KIND_NAMES,
    SCREEN_IDS,
    PaletteItem,
    Speak,
    go_home,
    open_named,
    project_at_hand,
    why_closed,
)
from screens.help.palette_search import EntryKind, PaletteEntry
from screens.registry import SCREENS, screen_title
from views.glyphs import ALPHABETS, glyphs
from wording import LANGUAGES, N_, _, add_note, say
from wording.command_words import words_for
from wording.language import LANGUAGE_NAMES
from wording.names import VIEWS, view_name

DATE_ORDERS = {"mdy": N_("month first"), "dmy": N_("day first")}


def make_item(
    id: str,
    kind: EntryKind,
    names: Iterable[str],
    text: str,
    run: Callable[[BaseScreen], object],
    why: Callable[[BaseScreen], str] = lambda _screen: "",
    words: Sequence[str] = (),
) -> PaletteItem:
    """Return the row of something that is no command, with its kind in the place of a name."""
    other = id.partition(":")[2]
    entry = PaletteEntry.of(
        f"{kind}:{id}", kind, names, (other or id, *words, *words_for(id, kind)), (), text
    )
    name = _(KIND_NAMES[kind])
    return PaletteItem(entry, name, text, name, run, why)


# Views -------------------------------------------------------------------------------------------


def list_view_items(about: BaseScreen, speakers: Sequence[Speak]) -> Iterator[PaletteItem]:
    """Yield the views of the pipeline: those that every book has, and those that were saved."""
    host = about.host
    for view in (*builtin_views(host.context.today()), *host.book.views):
        names = [view_name(view.name)]
        names += [say(VIEWS[view.name]) for say in speakers if view.name in VIEWS]
        terms = f" ({view.filter})" if view.filter else ""
        text = f"{names[0]}{terms}"
        yield make_item(view.name, "view", names, text, partial(_show_view, view))


def list_turned_items(about: BaseScreen, speakers: Sequence[Speak]) -> Iterator[PaletteItem]:
    """Yield the views of all screens that can be opened: pictures, pages, faces, lists."""
    for name in SCREEN_IDS:
        entry = SCREENS[name]
        for view, label in entry.load().named_views.items():
            names = [_(label), *(say(label) for say in speakers)]
            text = _("{label}: {why}").format(label=screen_title(entry), why=names[0])
            run = partial(_turn, name, view)
            yield make_item(f"{name}:{view}", "view", names, text, run, partial(why_closed, name))


def _turn(name: str, view: str, screen: BaseScreen) -> None:
    """Turn to a view of the present screen, or of one that is opened for it."""
    if isinstance(screen, SCREENS[name].load()):
        screen.turn_view(view)
        return
    open_named(name, screen)
    opened = screen.host.screen
    if isinstance(opened, BaseScreen):
        opened.soon(opened.turn_view, view)


def _show_view(view: SavedView, screen: BaseScreen) -> None:
    home = go_home(screen)
    if home is not None:
        home.soon(home.show_saved_view, view)


# Papers ------------------------------------------------------------------------------------------


def subject_of(screen: BaseScreen) -> PaperSubject:
    """Return what papers called from a screen are about: its project and that one's owner."""
    make = getattr(screen, "paper_subject", None)
    if make is not None:
        subject: PaperSubject = make()
        return subject
    project = project_at_hand(screen)
    return PaperSubject(project=project, owner=project.owner or None if project else None)


def list_paper_items(kinds: Sequence[PaperKind]) -> Iterator[PaletteItem]:
    """Yield the papers that can be written; those of a project where there is one."""
    for kind in kinds:
        text = f"{kind.title} ({' '.join(kind.formats)})"
        words = (f"paper {kind.name}",)
        run, why = partial(_write_paper, kind), partial(_why_no_paper, kind)
        yield make_item(kind.name, "paper", [kind.title], text, run, why, words)


def _write_paper(kind: PaperKind, screen: BaseScreen) -> None:
    ask_format(screen, subject_of(screen), kind)


def _why_no_paper(kind: PaperKind, screen: BaseScreen) -> str:
    if kind in list_kinds([kind], subject_of(screen)):
        return ""
    if kind.subject == "project":
        return _("no project here: choose one by its name")
    return _("no owner here: open one of their projects")


# Settings ----------------------------------------------------------------------------------------


def list_setting_items(settings: Sequence[ShownSetting]) -> Iterator[PaletteItem]:
    """Yield every setting: its value, who said so, and what it means."""
    for setting in settings:
        held = add_note(f"{setting.id} = {setting.value}", setting.source)
        text = _("{label}: {why}").format(label=held, why=setting.meaning)
        run = partial(_change_setting, setting)
        yield make_item(f"setting:{setting.id}", "setting", [setting.id], text, run)


def _change_setting(setting: ShownSetting, screen: BaseScreen) -> None:
    change = CHANGES.get(setting.id)
    if change is not None:
        change(screen)
    else:
        screen.tell(setting.change)


def _choose_glyphs(screen: BaseScreen) -> None:
    def settle(name: str) -> None:
        refused = screen.host.settle_glyphs(ALPHABETS[name])
        screen.paint()
        _tell_kept(screen, "glyphs", name, refused)

    options = [(name[0], name, partial(settle, name)) for name in ALPHABETS]
    screen.choose(_("symbols"), options)


def _choose_dates(screen: BaseScreen) -> None:
    def settle(order: str) -> None:
        refused = screen.host.settle_dates("mdy" if order == "mdy" else "dmy")
        _tell_kept(screen, "dates", order, refused)

    options = [(order[0], _(name), partial(settle, order)) for order, name in DATE_ORDERS.items()]
    screen.choose(_("days in figures"), options)


def _choose_language(screen: BaseScreen) -> None:
    def settle(lang: str) -> None:
        refused = screen.host.settle_answer("lang", lang)
        screen.paint()
        _tell_kept(screen, "lang", lang, refused)

    options = [(lang[0], LANGUAGE_NAMES[lang], partial(settle, lang)) for lang in LANGUAGES]
    screen.choose(_("language"), options)


def _type_name(screen: BaseScreen) -> None:
    def accept(typed: str) -> bool:
        if name := " ".join(typed.split()):
            _tell_kept(screen, "me", name, screen.host.settle_answer("me", name))
        return True

    screen.ask(_("your name"), screen.host.context.me, accept, place=None, select_all=True)


def _type_currency(screen: BaseScreen) -> None:
    def accept(typed: str) -> bool:
        code = currency_code(" ".join(typed.split()))
        if code is None:
            screen.refuse(say(UserError("currency-unknown", text=typed.strip())))
            return False
        refused = screen.host.settle_answer("currency", code)
        screen.paint()
        _tell_kept(screen, "currency", code, refused)
        return True

    now = screen.host.context.currency
    screen.ask(_("currency"), now, accept, place=None, select_all=True)


def _tell_kept(screen: BaseScreen, key: str, value: str, refused: str) -> None:
    if refused:
        screen.tell(refused, "red")
    else:
        text = _('from now on {key} = "{value}", in config.toml')
        screen.tell(text.format(key=key, value=value))


CHANGES: Mapping[str, Callable[[BaseScreen], None]] = {
    "lang": _choose_language,
    "me": _type_name,
    "currency": _type_currency,
    "theme": choose_theme,
    "glyphs": _choose_glyphs,
    "dates": _choose_dates,
}
"""The settings that can be changed at once."""


# Projects and people -----------------------------------------------------------------------------


def make_project_item(project: Project) -> PaletteItem:
    """Return the row of a project: its name, customer, stage and owner."""
    parts = (project.name, project.customer, project.stage, project.owner)
    text = _join_parts(*parts)
    return make_item(
        project.id, "project", [project.name], text, partial(_open_people, project, "")
    )


def _join_parts(*parts: str) -> str:
    return f" {glyphs().join} ".join(filter(None, parts))


def make_contact_item(project: Project, person: Contact) -> PaletteItem:
    """Return the row of a contact: the name, the title and where they are."""
    parts = (person.name, person.title or "", project.customer, project.name)
    text = _join_parts(*parts)
    id = f"{project.id}/{person.id}"
    return make_item(id, "contact", [person.name], text, partial(_open_people, project, person.id))


def _open_people(project: Project, person_id: str, screen: BaseScreen) -> None:
    host = screen.host
    there = host.book.projects.get(project.id)
    if there is None:
        screen.tell(host.why_gone(project.id), "amber")
        return
    host.landing = person_id or None
    host.open_screen("people", there, instead=isinstance(screen, ProjectScreen))
