"""Edits: pure functions from a project to a project, or a refusal, and changes to whole books."""
