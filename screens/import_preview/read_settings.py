"""How a file of an import is read, and what is asked of it: in words. Pure."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Literal, NamedTuple

from deals.edits.store_settings import IN_WAN
from deals.errors import UserError
from screens.base.context import ImportChoices, ImportedTable
from screens.import_preview.view import ListedRow, origin_text, say_within_file
from views.import_report import SETTING_OF
from wording import N_, _
from wording.errors import one_line
from wording.names import name_month

SettingKind = Literal["dates", "decimal", "currency", "han_currency", "year_start", "encoding"]
SETTINGS: dict[SettingKind, str] = {
    "dates": N_("Days in figures"),
    "decimal": N_("Decimals"),
    "currency": N_("Currency"),
    "han_currency": N_("Currency of wan"),
    "year_start": N_("Fiscal year"),
    "encoding": N_("Encoding"),
}
"""How a file is read, but for its sheets, columns and stages."""
SETTING_VALUES = {
    "mdy": N_("month first"),
    "dmy": N_("day first"),
    "ymd": N_("year first"),
    "comma": N_("comma"),
    "point": N_("point"),
}
SETTING_KEYS: dict[SettingKind, dict[str, str]] = {
    "dates": {"m": "mdy", "d": "dmy", "y": "ymd"},
    "decimal": {"c": "comma", "p": "point"},
}


class ReadingSetting(NamedTuple):
    """One of the `SETTINGS`: what it is now, and the refusal that asks for another, if one does."""

    kind: SettingKind
    value: str
    doubt: UserError | None = None


def list_settings(table: ImportedTable, choices: ImportChoices) -> list[ReadingSetting]:
    """Return how the file is read, what is in doubt first."""
    doubts = {
        SETTING_OF[refusal.code]: refusal
        for refusal in reversed(table.refusals)
        if refusal.code in SETTING_OF
    }
    by_column = _("by the column")
    values: dict[SettingKind, str] = {
        "dates": _(SETTING_VALUES[choices.dates]) if choices.dates else by_column,
        "decimal": _(SETTING_VALUES[choices.decimal]) if choices.decimal else by_column,
        "currency": _currency_text(table, table.currency),
    }
    han = next((each for each in table.currencies if each.name == IN_WAN), None)
    if choices.han_currency or han or "han_currency" in doubts:
        code = choices.han_currency or "?"
        values["han_currency"] = origin_text(han.value, han.origin, han.source) if han else code
    if choices.year_start or table.before.year_said or "year_start" in doubts:
        month = name_month(choices.year_start or table.before.year_start)
        values["year_start"] = _("starts in {month}").format(month=month)
    if table.encodings or "encoding" in doubts:
        values["encoding"] = choices.encoding or table.encoding or "?"
    settings = [ReadingSetting(kind, values[kind], doubts.get(kind)) for kind in values]
    return sorted(settings, key=lambda setting: setting.doubt is None)


def _currency_text(table: ImportedTable, usual: str) -> str:
    """Return in which currency amounts are that name none, and whether it is remembered."""
    known = next((each for each in table.currencies if each.name != IN_WAN), None)
    text = _("{code}, where an amount names none").format(code=known.value if known else usual)
    return origin_text(text, known.origin, known.source) if known else text


def describe_setting(setting: ReadingSetting) -> ListedRow:
    """Return the line of how a file is read."""
    name = _(SETTINGS[setting.kind])
    if setting.doubt:
        return ListedRow("?", "red", name, say_within_file(setting.doubt), "")
    return ListedRow(" ", "", name, setting.value, "")


def setting_question(setting: ReadingSetting) -> str:
    """Return what is asked of a setting: what the text in doubt is, or all of its kind."""
    text = setting.doubt.figures.get("text") if setting.doubt else None
    return _('"{text}" is').format(text=text) if text else _(SETTINGS[setting.kind])


def currency_question(setting: ReadingSetting, usual: str) -> str:
    """Return what is asked of amounts that name no currency, with one such, or with your own."""
    text = setting.doubt.figures.get("text") if setting.doubt else None
    if text is not None:
        return _('currency of "{text}" and the like').format(text=one_line(f"{text}"))
    return _("currency where none is written; empty: {usual}").format(usual=usual)


def year_question(setting: ReadingSetting) -> str:
    """Return what is asked of the fiscal year, with the one in doubt."""
    text = setting.doubt.figures.get("text") if setting.doubt else None
    if text is None:
        return _("the fiscal year starts in month")
    return _('"{text}": the fiscal year starts in month').format(text=one_line(f"{text}"))


def setting_options(setting: ReadingSetting, table: ImportedTable) -> list[tuple[str, str, str]]:
    """Return the key, what is shown and the value of each choice for a setting; empty for unsaid.

    Of a text in doubt its readings are shown.
    """
    if setting.kind == "encoding":
        keys = (letter for letter in ascii_lowercase if letter != "q")
        pairs = zip(keys, table.encodings, strict=False)
        return [(key, f'{name} "{sample}"', name) for key, (name, sample) in pairs]
    figures = setting.doubt.figures if setting.doubt else {}
    either = setting.doubt is not None and not setting.doubt.code.endswith("-mixed")
    options = []
    for key, value in SETTING_KEYS[setting.kind].items():
        if not either or value in figures:
            name = _(SETTING_VALUES[value])
            shown = f"{name}: {figures[value]}" if value in figures else name
            options.append((key, shown, value))
    return options if setting.doubt else [*options, ("-", _("by the column"), "")]
