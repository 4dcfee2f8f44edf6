"""What users read, in English and Simplified Chinese; nothing in here loads Textual."""

from wording.errors import say, say_in_full
from wording.language import (
    LANGUAGES,
    N_,
    Language,
    _,
    choose_language,
    language,
    ngettext,
    pgettext,
    use_language,
)

__all__ = [
    "LANGUAGES",
    "N_",
    "Language",
    "_",
    "choose_language",
    "language",
    "ngettext",
    "pgettext",
    "say",
    "say_in_full",
    "use_language",
]
