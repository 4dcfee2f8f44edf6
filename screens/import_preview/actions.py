"""The actions on an import: take it in, read it otherwise, say what columns and stages mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from string import ascii_lowercase
from typing import TYPE_CHECKING, Literal

from deals.edits.store_settings import keep_import_letter, read_month
from deals.errors import UserError
from deals.parsing.amounts import currency_code
from screens.base.app import BaseApp
from screens.base.context import ImportChoices, ImportedTable
from screens.base.finder import Finder, make_entry, take_found
from screens.base.import_table import read_in_thread
from screens.base.screen import BaseScreen, LetterOption
from screens.base.threaded_work import ThreadedWork
from screens.import_preview.read_settings import (
    ReadingSetting,
    SettingKind,
    currency_question,
    setting_options,
    setting_question,
    year_question,
)
from screens.import_preview.view import (
    Page,
    name_stage,
    taken_text,
    unknown_stages_text,
)
from views.import_letter import ImportLetter, dump_letter, write_letters
from views.import_report import column_name, stage_name
from wording import N_, _, ngettext, say
from wording.errors import one_line
from wording.names import name_month, status_name

if TYPE_CHECKING:
    from screens.import_preview.screen import ImportScreen

STATUSES = {"w": "won", "l": "lost", "h": "on_hold", "a": "abandoned"}
"""The keys of the statuses that a name of a stage may mean."""
ORDERS: Mapping[str, Literal["mdy", "dmy", "ymd"]] = {"mdy": "mdy", "dmy": "dmy", "ymd": "ymd"}
MARKS: Mapping[str, Literal["comma", "point"]] = {"comma": "comma", "point": "point"}


# Taking in ---------------------------------------------------------------------------------------


def press_enter(screen: ImportScreen) -> None:
    """Take in what is listed, or change the column or stage under the cursor."""
    if screen.page == "rows":
        _take_all_rows(screen)
    else:
        walk_list(screen, screen.page)


def _take_all_rows(screen: ImportScreen) -> None:
    count = sum(outcome.kind == "refused" for outcome in screen.table.outcomes)
    if count:
        text = ngettext(
            "{count} is refused; x imports the valid rows only",
            "{count} are refused; x imports the valid rows only",
            count,
        )
        screen.tell(text.format(count=count), "amber")
    else:
        _back_up_and_take(screen)


def take_good_rows(screen: ImportScreen) -> None:
    """Take in the good rows."""
    _back_up_and_take(screen)


def _back_up_and_take(screen: ImportScreen) -> None:
    """Have the store backed up, in a thread, then commit; without a change there is no need."""
    if screen.table.book is screen.table.before:
        _commit_table(screen, "")
        return
    ThreadedWork(
        screen,
        _("backing up the store"),
        screen.host.store.back_up_import,
        lambda backup: _commit_table(screen, f"{backup}" if backup else ""),
        lambda refusal: screen.tell(say(refusal), "red"),
    ).start()


def _commit_table(screen: ImportScreen, backup: str) -> None:
    table = screen.table
    # What was said of columns and names outlasts an undo; what an export holds does not.
    lasting = () if table.whole and table.book is not table.before else ("store_settings",)
    before = screen.host.history
    after = keep_import_letter(table.book, dump_letter(_write_letter(screen)))
    failed = screen.host.commit(
        after, N_("import"), table.before, table.apart, table.whole, lasting
    )
    if failed is not None:
        screen.tell(failed, "red")
        return
    if screen.host.history is not before:
        screen.host.history = screen.host.history.name_origin(one_line(screen.preview.path.name))
    _finish(screen, backup)


def _finish(screen: ImportScreen, backup: str) -> None:
    """Close the preview, and say on the screen that is on top then what was taken."""
    host, letter = screen.host, _write_letter(screen)
    text = taken_text(screen.table, backup, letter.questions)
    screen.drop_choices()
    screen.close()
    screen.preview.done()
    _tell_top_screen(host, text, "amber" if screen.table.refusals else "")


def _tell_top_screen(host: BaseApp, text: str, tone: str) -> None:
    top = host.screen
    if isinstance(top, BaseScreen):
        top.tell(text, "amber" if tone else "")


def show_letter(screen: ImportScreen) -> None:
    """Show what the import says to each owner."""
    screen.host.open_screen("import_letter", _write_letter(screen))


def _write_letter(screen: ImportScreen) -> ImportLetter:
    return ImportLetter(f"{screen.preview.path}", write_letters(screen.table))


# Reading otherwise -------------------------------------------------------------------------------


def read_sheet(screen: ImportScreen, step: int) -> None:
    """Read the next sheet alone, or again all."""
    stops = ((), *((sheet,) for sheet in screen.sheets))
    at = stops.index(screen.choices.sheets) if screen.choices.sheets in stops else 0
    _choose_rows(screen, replace(screen.choices, sheets=stops[(at + step) % len(stops)]))


def take_older(screen: ImportScreen) -> None:
    """Take tables older than the last of their source as if they were new, or no longer so."""
    _choose_rows(screen, replace(screen.choices, older=not screen.choices.older))


def _choose_rows(screen: ImportScreen, chosen: ImportChoices) -> None:
    """Read the file by a choice, and show the rows that come of it."""

    def show(table: ImportedTable) -> None:
        screen.page = "rows"
        screen.show_chosen(table, chosen)

    _read_again(screen, chosen, show)


def take_choice_back(screen: ImportScreen) -> None:
    """Read the file as before the last choice; what was imported before stays."""
    if not screen.past:
        screen.tell(_("no choice to undo here; an import is undone in the pipeline"), "amber")
        return
    *past, chosen = screen.past
    future = (*screen.future, screen.choices)

    def show(table: ImportedTable) -> None:
        screen.past, screen.future = tuple(past), future
        screen.show_table(table, chosen)
        screen.tell(_("last choice undone"))

    _read_again(screen, chosen, show)


def choose_again(screen: ImportScreen) -> None:
    """Read the file again by the choice that was taken back last."""
    if not screen.future:
        screen.tell(_("no choice to redo here"), "amber")
        return
    *future, chosen = screen.future

    def show(table: ImportedTable) -> None:
        screen.show_chosen(table, chosen)
        screen.future = tuple(future)
        screen.tell(_("choice redone"))

    _read_again(screen, chosen, show)


def _read_again(
    screen: ImportScreen, chosen: ImportChoices, show: Callable[[ImportedTable], None]
) -> None:
    preview = screen.preview
    read_in_thread(
        screen,
        preview.path,
        partial(preview.read, chosen),
        show,
        lambda refusal: screen.tell(say(refusal), "red"),
    )


def _choose_anew(
    screen: ImportScreen, chosen: ImportChoices, then: Callable[[], None] = lambda: None
) -> None:
    """Read the file by other choices; one by which it is no table any more is not made."""

    def show(table: ImportedTable) -> None:
        if table.unread and not screen.table.unread:
            screen.tell(say(table.unread), "red")
        else:
            screen.show_chosen(table, chosen)
            then()

    _read_again(screen, chosen, show)


# How it is read ----------------------------------------------------------------------------------


def ask_setting(screen: ImportScreen, home: Page = "reading") -> None:
    """Ask how something is read, with what the text in doubt would be; then turn to `home`."""
    setting = screen.chosen_setting
    if setting is None:
        return
    if setting.kind in ("currency", "han_currency"):
        _ask_currency(screen, setting)
        return

    if setting.kind == "year_start":
        _ask_year_start(screen, setting, home)
        return

    def make_option(key: str, shown: str, value: str) -> LetterOption:
        return key, shown, lambda: _set_reading(screen, setting.kind, value, home)

    options = [make_option(*option) for option in setting_options(setting, screen.table)]
    screen.choose(setting_question(setting), options)


def _ask_currency(screen: ImportScreen, setting: ReadingSetting) -> None:
    """Ask for the currency of bare amounts; what is in doubt is not to be left open."""
    doubt, kind = setting.doubt, setting.kind
    likely = f"{doubt.figures.get('likely', '')}" if doubt else ""

    def accept(typed: str) -> bool:
        if not typed.strip() and doubt is not None:
            screen.refuse(_("write which currency it is; Esc leaves it open"))
            return False
        code = currency_code(typed) if typed.strip() else ""
        if code is None:
            screen.refuse(say(UserError("currency-unknown", text=typed)))
            return False
        _set_reading(screen, kind, code, "reading")
        return True

    known = screen.choices.han_currency if kind == "han_currency" else screen.choices.currency
    label = currency_question(setting, screen.table.currency)
    screen.ask(label, known or likely, accept, select_all=True, place=None)


def _ask_year_start(screen: ImportScreen, setting: ReadingSetting, home: Page) -> None:
    """Ask in which month fiscal years start; with the import it is set for the store."""

    def accept(typed: str) -> bool:
        try:
            month = read_month(typed)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        _set_reading(screen, "year_start", f"{month}", home)
        return True

    known = screen.choices.year_start
    shown = name_month(known) if known else ""
    screen.ask(year_question(setting), shown, accept, select_all=True, place=None)


def _set_reading(screen: ImportScreen, kind: SettingKind, value: str, home: Page) -> None:
    """Read the file again by a setting, then ask what else is in doubt."""

    def go_on() -> None:
        if any(setting.doubt for setting in screen.settings):
            screen.select(screen.selection.to(0))  # what is in doubt is first
            ask_setting(screen, home)
        elif home != screen.page:
            screen.turn_to(home)

    _choose_anew(screen, _choose_setting(screen.choices, kind, value), go_on)


def _choose_setting(choices: ImportChoices, kind: SettingKind, value: str) -> ImportChoices:
    match kind:
        case "currency":
            return replace(choices, currency=value or None)
        case "han_currency":
            return replace(choices, han_currency=value or None)
        case "year_start":
            return replace(choices, year_start=int(value))
        case "encoding":
            return replace(choices, encoding=value or None)
        case "dates":
            return replace(choices, dates=ORDERS.get(value))
        case "decimal":
            return replace(choices, decimal=MARKS.get(value))


# Columns and stages ------------------------------------------------------------------------------


def walk_list(screen: ImportScreen, page: Page) -> None:
    """Show a list; where it is shown, or has a doubt, change the one under the cursor."""
    if screen.page != page:
        before = screen.page
        screen.turn_to(page)
        if page == "reading" and screen.settings[0].doubt:
            ask_setting(screen, before)
    elif page == "columns":
        _ask_field(screen)
    elif page == "reading":
        ask_setting(screen)
    else:
        _ask_stage(screen)


def _ask_field(screen: ImportScreen) -> None:
    column = screen.chosen_column
    if column is None:
        return

    names = {field: column_name(field) for field in screen.table.fields}
    at = next((at for at, field in enumerate(names) if field == column.field), -1)
    Finder(
        screen=screen,
        label=_("{header} is").format(header=one_line(column.header)),
        entries=[make_entry(field, name) for field, name in names.items()],
        take=take_found(screen, lambda field: _map_column(screen, column.header, field)),
        start=at,
        hint=_(", ").join(names.values()),
    ).ask()


def _map_column(screen: ImportScreen, header: str, field: str) -> None:
    """Read the file again with a header taken for a field; what was said of that field goes."""
    chosen = screen.choices
    fields = {
        name: known
        for name, known in chosen.fields.items()
        if name != header and (known != field or field in ("own", "ignore"))
    }
    _choose_anew(screen, replace(chosen, fields={**fields, header: field}))


def _ask_stage(screen: ImportScreen) -> None:
    stage = screen.chosen_stage
    if stage is None:
        return

    def make_option(key: str, label: str, value: str) -> LetterOption:
        return key, label, lambda: _map_stage(screen, stage.name, value)

    taken = {*STATUSES, "q"}
    keys = [*"0123456789", *(letter for letter in ascii_lowercase if letter not in taken)]
    playbook = screen.host.context.playbook
    ids = zip(keys, playbook.order, strict=False)
    options = [make_option(key, name_stage(id_, playbook), id_) for key, id_ in ids]
    options += [make_option(key, status_name(status), status) for key, status in STATUSES.items()]
    screen.choose(_("{name} means").format(name=stage_name(stage)), options)


def _map_stage(screen: ImportScreen, name: str, value: str) -> None:
    """Read the file again with a name taken for a stage or status; the cursor stays on it."""
    chosen = screen.choices

    def go_on() -> None:
        unknown = unknown_stages_text(screen.table)
        screen.tell(unknown or _("every stage name is known now; q goes back to the rows"))

    _choose_anew(screen, replace(chosen, stages={**chosen.stages, name: value}), go_on)
