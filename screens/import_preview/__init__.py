"""Import preview: what a file would change, its columns and stage names, before it is taken in."""

from screens.import_preview.commands import IMPORT_PREVIEW
from screens.import_preview.screen import ImportScreen

ImportScreen.commands = IMPORT_PREVIEW
