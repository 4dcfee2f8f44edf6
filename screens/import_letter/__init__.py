"""Import letter: what an import changed, contradicts, refused and misses, by owner."""

from screens.import_letter.commands import IMPORT_LETTER
from screens.import_letter.screen import LetterScreen

LetterScreen.commands = IMPORT_LETTER
