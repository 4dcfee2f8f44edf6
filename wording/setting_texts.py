"""What each setting means, and who said what it is."""

from __future__ import annotations

from collections.abc import Mapping

from wording.language import N_

MEANINGS: Mapping[str, str] = {
    "lang": N_("The language of the app, its messages and papers; else the locale decides."),
    "me": N_(
        "Your name: it signs your edits, and is who owner:me finds; else the name that your team's "
        "server knows you by, else your user name on this machine."
    ),
    "currency": N_("The currency of amounts without one, and of sums over all currencies."),
    "dates": N_(
        "The order of days written in figures, such as 03/04/2027: dmy has the day first, mdy the "
        "month. Until it is set, Netloft asks, or refuses such a day."
    ),
    "country": N_(
        "Whose holidays are days off: CN, DE, or with a part of it, DE-BY; else weekends alone."
    ),
    "theme": N_(
        "The colours of the app: dark, light, contrast, one of Textual's, or auto by the terminal. "
        "In the app, : theme tries them."
    ),
    "colors": N_("How many colours the terminal is sent; else as many as it says that it has."),
    "ground": N_(
        "Whether the app paints its background or leaves the terminal's own; auto leaves one that "
        "is very dark or very light."
    ),
    "glyphs": N_(
        "The signs that lists and pictures are drawn with; auto asks the terminal. netloft doctor "
        "shows both."
    ),
    "ascii": N_("Draw with ASCII alone. In the file, glyphs is the newer word for it."),
    "lists": N_("Open the rooms of a project as lists in words, not as pictures."),
    "hints": N_(
        "Whether hints, the keys and examples beside what is empty or asked for, step back once "
        "you have used them; : hints brings them back."
    ),
    "mouse": N_("Let the app use the mouse; the terminal then marks text with Shift held down."),
    "store": N_("The file with your projects."),
    "playbook": N_(
        "The file with your team's stages, limits and texts, laid over ours; else playbook.toml "
        "beside config.toml, if there is one."
    ),
    "keys": N_(
        "Keys of your own: the name of a command and its key or keys. netloft keys shows all that "
        "there are."
    ),
    "headers": N_(
        "The headers of tables that you import, and the field that each is; ignore leaves a column "
        "out."
    ),
    "config": N_("The folder of config.toml and playbook.toml."),
    "passphrase": N_(
        "Where scripts have the passphrase of a locked store from: a file, or a command that "
        "prints it."
    ),
    "password": N_(
        "Where the password for the team's server comes from, if not from ~/.pgpass or a service "
        "file: a file, or a command that prints it."
    ),
    "editor": N_("The editor that long texts are edited with."),
    "debug": N_("Show developers all about a fault; that may hold names and amounts."),
    "year-start": N_(
        "The month in which your fiscal year starts, for all who use the store; netloft "
        "set-year-start sets it."
    ),
}
"""The meaning of each setting, by its id."""

ORIGINS: Mapping[str, str] = {
    "option": N_("command line"),
    "environment": N_("environment"),
    "file": N_("file"),
    "store": N_("store"),
    "default": N_("default"),
}
"""Who said what a setting is."""
