"""The settings as the app shows them: read anew, for they may have changed since it was opened."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from deals.errors import UserError
from deals.model import Book
from screens.base.context import ShownSetting
from store.setting_specs import SETTINGS, SettingSpec
from tui.output.setting_table import setting_origin_text, setting_value_text
from tui.session import GlobalOptions, Session
from tui.settings_in_force import SettingInForce, find_setting
from wording import N_, _
from wording.language import asked_language
from wording.setting_texts import MEANINGS

IN_FILE = N_("in config.toml: {line}; netloft config shows all settings")
BY_VARIABLE = N_("by {name} in the environment; netloft config shows all settings")
IN_STORE = N_("in the shell: netloft set-{id}")


def list_shown_settings(options: GlobalOptions, book: Book) -> Sequence[ShownSetting]:
    """Return every setting as it holds for the app; none where config.toml cannot be read now."""
    try:
        return [*_show_settings(Session(options), book)]
    except UserError:
        return []


def _show_settings(session: Session, book: Book) -> Iterator[ShownSetting]:
    given = find_given(session.options)
    for spec in SETTINGS:
        if spec.in_store:
            setting = SettingInForce(spec, book.year_start, "store")
        else:
            setting = find_setting(session, spec, given)
        yield ShownSetting(
            spec.id,
            setting_value_text(setting),
            setting_origin_text(setting),
            _(MEANINGS[spec.id]),
            say_change(spec),
        )


def find_given(options: GlobalOptions) -> set[str]:
    """Return the names of the options that were given to the call."""
    given = {name for name in ("store", "ascii", "mouse", "playbook") if getattr(options, name)}
    return given | ({"lang"} if asked_language(sys.argv) else set())


def say_change(spec: SettingSpec) -> str:
    """Return how a setting is changed."""
    if spec.in_store:
        return _(IN_STORE).format(id=spec.id)
    if spec.read is None:
        return _(BY_VARIABLE).format(name=", ".join(spec.variables))
    example = spec.example.splitlines()[0]
    line = f"[{spec.id}] {example}" if spec.is_table else f"{spec.id} = {example}"
    return _(IN_FILE).format(line=line)
