"""The settings as a table of the shell and of pages, as JSON, and as a file to fill in.

`python -m tui.output.setting_table` writes the table into docs/, between the marks of the page on
configuration in each language; with pages named, into these.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.setting_specs import FILE_SETTINGS, SETTINGS, SettingSpec
from tui.output.plain_text import OutputColumn
from views.styled_text import wrap
from wording import N_, _, pgettext, use_language
from wording.pages import docs_pages, page_language, replace_marked
from wording.setting_texts import MEANINGS, ORIGINS

if TYPE_CHECKING:
    from tui.settings_in_force import SettingInForce

NOTHING, UNKNOWN = "-", "?"
COMMENT_CELLS = 76
MOST_LINES = 9  # of one comment


def setting_columns() -> tuple[OutputColumn, ...]:
    """Return the columns of settings, in the language spoken now."""
    return (
        OutputColumn(""),
        OutputColumn(pgettext("column", "Setting")),
        OutputColumn(pgettext("column", "Value"), least=8, most=24),
        OutputColumn(pgettext("column", "Source"), least=12, most=16),
        OutputColumn(pgettext("column", "Meaning"), least=12),
    )


def setting_cells(setting: SettingInForce) -> tuple[str, ...]:
    """Return a setting's cells under `setting_columns`; a sign marks what somebody has said."""
    sign = "" if setting.origin == "default" else "*"
    meaning = _(MEANINGS[setting.spec.id])
    return (
        sign,
        setting.spec.id,
        setting_value_text(setting),
        setting_origin_text(setting),
        meaning,
    )


def setting_value_text(setting: SettingInForce) -> str:
    """Return a value as one would write it, a table's lines behind each other."""
    if not setting.known:
        return UNKNOWN
    match setting.value:
        case None | "":
            return NOTHING
        case bool():
            return str(setting.value).lower()
        case dict():
            lines = (f"{key} = {_listed(value)}" for key, value in setting.value.items())
            return "; ".join(lines) or NOTHING
        case _:
            return str(setting.value)


def _listed(value: str | list[str]) -> str:
    return value if isinstance(value, str) else " ".join(value)


def setting_origin_text(setting: SettingInForce) -> str:
    """Say who said what a setting is: the option, the variable, the file with its line."""
    words = _(ORIGINS[setting.origin])
    place = home_path(setting.place) if setting.origin in ("file", "store") else setting.place
    line = f":{setting.line}" if setting.line else ""
    return f"{words} {place}{line}" if place else words


def home_path(place: str) -> str:
    """Return a path as a shell takes it, its home as `~`."""
    path, home = Path(place), Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else place


def setting_records(settings: list[SettingInForce]) -> list[dict[str, Any]]:
    """Return the settings for programs."""
    return [
        {
            "setting": setting.spec.id,
            "value": setting.value,
            "known": setting.known,
            "source": setting.origin,
            "place": setting.place or None,
            "line": setting.line,
            "meaning": _(MEANINGS[setting.spec.id]),
        }
        for setting in settings
    ]


INTRODUCTION = N_(
    "The settings of Netloft. Take the # off a line to have it hold; netloft config shows what "
    "holds now, and who said so."
)
TABLE_REMARK = N_("Take the # off this line too:")
CHOICES = N_("One of {choices}.")
USUAL = N_("If nothing is said: {value}.")


def config_text() -> str:
    """Return a settings file that says nothing yet: every setting as a comment, explained in the
    language spoken now.
    """
    blocks = ["\n".join(_comment(_(INTRODUCTION)))]
    blocks += ["\n".join(_setting_lines(spec)) for spec in FILE_SETTINGS.values()]
    return "\n\n".join(blocks) + "\n"


def _setting_lines(spec: SettingSpec) -> Iterator[str]:
    yield from _comment(_(MEANINGS[spec.id]))
    if spec.choices:
        choices = ", ".join(f'"{choice}"' for choice in spec.choices)
        yield from _comment(_(CHOICES).format(choices=choices))
    if spec.usual:
        yield from _comment(_(USUAL).format(value=spec.usual))
    if spec.is_table:
        yield from _comment(_(TABLE_REMARK))
        yield f"#[{spec.id}]"
        yield from (f"#{line}" for line in spec.example.splitlines())
    else:
        yield f"#{spec.id} = {spec.example}"


def _comment(text: str) -> Iterator[str]:
    """Yield the lines of a text as comments, which no setting that is uncommented looks like."""
    yield from (f"# {line}" for line in wrap(text, COMMENT_CELLS, MOST_LINES))


MARK = "settings"


def settings_page_table() -> str:
    """Return the table of all settings in Markdown, in the language spoken now."""
    heads = [
        pgettext("column", "Setting"),
        pgettext("column", "Values"),
        pgettext("column", "Default"),
        pgettext("column", "Also set by"),
        pgettext("column", "Meaning"),
    ]
    rows = [heads, ["---"] * len(heads), *(_page_cells(spec) for spec in SETTINGS)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _page_cells(spec: SettingSpec) -> list[str]:
    """Return a setting's cells on a page; of a few words all are shown, of others an example."""
    values = [f'"{choice}"' for choice in spec.choices] or spec.example.splitlines()
    shown = [f"[{spec.id}]", *values] if spec.is_table else values
    elsewhere = (spec.option, *spec.variables, *spec.late_variables)
    usual = [spec.usual] if spec.usual else []
    lists = ([spec.id], shown, usual, list(filter(None, elsewhere)))
    return [*(", ".join(f"`{text}`" for text in texts) for texts in lists), _(MEANINGS[spec.id])]


def write_page(path: Path) -> None:
    """Write the table anew into a page, in the page's language."""
    from store.output_files import write_output

    use_language(page_language(path))
    page = replace_marked(path.read_text(encoding="utf-8"), MARK, settings_page_table())
    write_output(path, page.encode(), lambda _standing: True)


if __name__ == "__main__":
    for page in map(Path, sys.argv[1:]) if sys.argv[1:] else docs_pages("configuration"):
        write_page(page)
