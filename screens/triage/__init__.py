"""Triage: the flagged projects one at a time, worst first, until none is left."""
