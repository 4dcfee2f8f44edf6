"""The notes of a project, or of a person: a text of several lines."""

from screens.notes.commands import NOTES
from screens.notes.screen import NotesScreen

NotesScreen.commands = NOTES
