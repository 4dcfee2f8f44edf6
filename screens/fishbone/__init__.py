"""The fishbone of a project."""
