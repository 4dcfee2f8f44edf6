"""Pages in both languages: which one a page speaks, and what is made anew between its marks."""

from __future__ import annotations

from pathlib import Path

from wording.language import ENGLISH, known_language

LANGUAGE_FOLDERS = ("en", "zh")
"""The folders of docs/, one a language; each has the same pages."""


def docs_pages(name: str) -> list[Path]:
    """Return a page of docs/ in every language."""
    return [Path("docs", folder, f"{name}.md") for folder in LANGUAGE_FOLDERS]


def page_language(path: Path) -> str:
    """Return the language of a page, by a part of its name, else by its folder; English else."""
    parts = (part for piece in reversed(path.parts) for part in piece.split("."))
    return next(filter(None, map(known_language, parts)), ENGLISH)


def replace_marked(page: str, mark: str, text: str) -> str:
    """Return a page with what stands between `<!-- mark -->` and `<!-- /mark -->` made anew."""
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, found, rest = page.partition(start)
    if not found:
        return page
    return f"{before}{start}\n{text}\n{end}{rest.partition(end)[2]}"
