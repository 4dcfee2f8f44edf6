"""Triage: the flagged projects one at a time, worst first, until none is left."""

from screens.triage.commands import TRIAGE
from screens.triage.screen import TriageScreen

TriageScreen.commands = TRIAGE
