"""What users read, in the language they chose; nothing in here loads Textual."""

from wording.errors import say, say_in_full
from wording.language import (
    LANGUAGES,
    N_,
    _,
    add_note,
    choose_language,
    draw_arrow,
    drawn_arrow,
    language,
    ngettext,
    pgettext,
    show_move,
    use_arrow,
    use_language,
)

__all__ = [
    "LANGUAGES",
    "N_",
    "_",
    "add_note",
    "choose_language",
    "draw_arrow",
    "drawn_arrow",
    "language",
    "ngettext",
    "pgettext",
    "say",
    "say_in_full",
    "show_move",
    "use_arrow",
    "use_language",
]
