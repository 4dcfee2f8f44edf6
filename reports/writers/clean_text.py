"""User text before it is escaped for a format: what steers or misleads a reader is made visible."""

from __future__ import annotations

from views.styled_text import disarm_text


def clean_lines(text: str) -> list[str]:
    """Return the lines of a text, control and direction characters made harmless."""
    return [disarm_text(line) for line in text.splitlines()] or [""]


def clean_text(text: str) -> str:
    """Return a text with its line breaks and without anything else that steers."""
    return "\n".join(clean_lines(text))


def clean_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(clean_lines(text))
