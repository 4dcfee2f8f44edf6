"""The review of a project."""
