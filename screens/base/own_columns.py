"""What can be done with own columns: typed into, shown in the list, renamed, removed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from deals.edits.own_columns import drop_own, read_column_name, rename_own
from deals.edits.store_settings import recall_list_columns, set_list_columns
from deals.errors import UserError
from deals.model import Book
from deals.own_columns import own_field, own_key, read_own_name
from deals.unsaved import InputPlace
from screens.base.finder import Finder, FinderEntry, make_entry, take_found
from screens.base.project_actions import Finished
from screens.base.record_editor import echo_understood, edit_field
from screens.base.screen import BaseScreen
from views.styled_text import StyledText, TextLine
from wording import N_, _, ngettext, say
from wording.errors import one_line

CHANGE = N_("own columns")
MOST_VALUES = 4


def type_own(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Take the name of an own column, a new one included, then what the projects have in it."""

    def take(entry: FinderEntry | None, text: str) -> bool:
        try:
            name = entry.id if entry else read_column_name(read_own_name(text) or text)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        screen.release()
        edit_field(screen, ids, own_field(name), done)
        return True

    if ids:
        new = _('"{text}": a new column')
        _make_finder(screen, _("own column"), take, new=new).ask()


def choose_columns(screen: BaseScreen, fit: Callable[[Sequence[str]], Collection[str]]) -> None:
    """Take an own column into the list of projects, or out of it; `fit` is given those that are to
    be shown and returns those that have room.
    """

    def turn(name: str) -> None:
        def edit(book: Book) -> Book:
            shown = recall_list_columns(book)
            kept = [each for each in shown if own_key(each) != own_key(name)]
            return set_list_columns(book, kept if len(kept) < len(shown) else (*shown, name))

        if _is_shown(screen, name):
            message = _("{name} hidden from the list").format(name=name)
        else:
            shown = recall_list_columns(screen.host.book)
            message = _shown_text(name, fit((*shown, name)))
        _commit(screen, edit, message)

    _pick_column(screen, _("show in the list"), turn)


def _shown_text(name: str, fitting: Collection[str]) -> str:
    """Return that a column is shown, or which have to go, as there is no room for it."""
    if name in fitting:
        return _("{name} shown in the list").format(name=name)
    if not fitting:
        return _("{name} is chosen, but this window is too narrow to show it").format(name=name)
    others = _(", ").join(map(one_line, fitting))
    return _(
        "{name} is chosen, but has no room at this width: hide {others} with the same command, "
        "or widen the window"
    ).format(name=name, others=others)


def rename_column(screen: BaseScreen) -> None:
    """Take an own column and what it is to be called in all projects."""

    def ask_name(old: str) -> None:
        def accept(new: str) -> bool:
            message = _("{old} renamed to {new}").format(old=old, new=new.strip())
            return _commit(
                screen,
                lambda book: rename_own(book, old, new, screen.host.context.stamp()),
                message,
            )

        label = _("rename {name} to").format(name=old)
        place = InputPlace(f"own column:{old}")
        screen.ask(label, old, accept, place=place, select_all=True)

    _pick_column(screen, _("rename the column"), ask_name)


def remove_column(screen: BaseScreen) -> None:
    """Take an own column and, once that is confirmed, out of all projects."""

    def ask(name: str) -> None:
        count = screen.host.own_columns.column(name).count
        label = ngettext(
            "remove {name} from {count} project?", "remove {name} from {count} projects?", count
        ).format(name=name, count=count)
        screen.choose(label, [("y", _("remove"), partial(remove, name))])

    def remove(name: str) -> None:
        _commit(
            screen,
            lambda book: drop_own(book, name, screen.host.context.stamp()),
            _("{name} removed; u to undo").format(name=name),
        )

    _pick_column(screen, _("remove the column"), ask)


def sort_by_column(screen: BaseScreen, chosen: Callable[[str], None]) -> None:
    """Take an own column and give its order to `chosen`."""
    _pick_column(screen, _("sort by"), lambda name: chosen(own_field(name)))


def _pick_column(screen: BaseScreen, label: str, chosen: Callable[[str], None]) -> None:
    """Take an own column of the book and give its name to `chosen`."""
    if screen.host.own_columns.names:
        _make_finder(screen, label, take_found(screen, chosen)).ask()
    else:
        screen.tell(_("there are no columns of your own: `: own` adds one"))


def _make_finder(
    screen: BaseScreen, label: str, take: Callable[[FinderEntry | None, str], bool], new: str = ""
) -> Finder:
    names = screen.host.own_columns.names
    return Finder(
        screen=screen,
        label=label,
        entries=tuple(make_entry(name, name) for name in names),
        take=take,
        echo=partial(_echo_column, screen),
        start=-1,
        new=new,
        hint=_(", ").join(map(one_line, names)),
    )


def _echo_column(screen: BaseScreen, entry: FinderEntry) -> TextLine:
    """Return the name of a column, whether the list shows it, and what is in it."""
    values = screen.host.own_columns.column(entry.id).values
    more = ["..."] if len(values) > MOST_VALUES else []
    shown = [_("(in the list)")] if _is_shown(screen, entry.id) else []
    texts = _(", ").join([*map(one_line, values[:MOST_VALUES]), *more])
    name = echo_understood(" ".join([entry.name, *shown]))
    return (*name, StyledText(f"  {texts}", "dim"))


def _is_shown(screen: BaseScreen, name: str) -> bool:
    return own_key(name) in map(own_key, recall_list_columns(screen.host.book))


def _commit(screen: BaseScreen, edit: Callable[[Book], Book], message: str) -> bool:
    """Commit an edit of the whole book and tell it; why not, where it could not be."""
    try:
        failed = screen.host.commit(edit(screen.host.book), CHANGE)
    except UserError as refusal:
        failed = say(refusal)
    if failed is not None:
        screen.refuse(failed)
        return False
    screen.tell(message)
    return True
