"""The headers that columns of tables may have, as tables of the docs.

`python -m tui.output.header_table` writes them into docs/, between the marks of the page on tables
in each language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from deals.fields import CONTACT, ColumnSpec
from deals.fields.spec import header_key
from store.tables import pipeline_columns, plan_rows
from wording import language, pgettext, use_language
from wording.language import ENGLISH
from wording.pages import docs_pages, page_language, replace_marked

PROJECTS = "project_headers"
COLUMNS: Mapping[str, Mapping[str, ColumnSpec]] = {
    PROJECTS: pipeline_columns.COLUMNS,
    "contact_headers": CONTACT.columns,
    "plan_headers": plan_rows.COLUMNS,
}
"""The columns of each kind of table, by the mark of its table on the page."""


def headers_page_table(mark: str) -> str:
    """Return the columns of a kind of table, by its mark, and their headers, in Markdown.

    A header in brackets counts only where no surer one names the field.
    """
    heads = [
        pgettext("column", "Field"),
        "`--map`",
        pgettext("column", "Headers in English"),
        pgettext("column", "Headers in Chinese"),
    ]
    columns = COLUMNS[mark].items()
    cells = (_page_cells(field_id, column, mark) for field_id, column in columns)
    rows = [heads, ["---"] * len(heads), *cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _page_cells(field_id: str, column: ColumnSpec, mark: str) -> list[str]:
    shown = column.en if language() == ENGLISH else column.zh
    headers = [*_headers(column, "" if mark == PROJECTS else column.others)]
    english, chinese = (
        ", ".join(text for text in headers if text.isascii() is ascii) for ascii in (True, False)
    )
    return [shown, f"`{field_id}`", english, chinese]


def _headers(column: ColumnSpec, others: str) -> Iterator[str]:
    """Yield each header of a column once, the heading of our own tables first."""
    seen: set[str] = set()
    sure = (*column.sure.split(), *others.split())
    yield from _unseen((*column.english, column.zh, *map(_spaced, sure)), seen)
    yield from (f"({text})" for text in _unseen(map(_spaced, column.weak.split()), seen))


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _unseen(texts: Iterable[str], seen: set[str]) -> Iterator[str]:
    for text in texts:
        if (key := header_key(text)) not in seen:
            seen.add(key)
            yield text


def replace_headers(path: Path, page: str) -> str:
    """Return a page with the tables between its marks made anew, in the page's language."""
    use_language(page_language(path))
    for mark in COLUMNS:
        page = replace_marked(page, mark, headers_page_table(mark))
    return page


def write_header_tables(path: Path) -> None:
    """Write the tables anew into a page."""
    from store.output_files import write_output

    page = replace_headers(path, path.read_text(encoding="utf-8"))
    write_output(path, page.encode(), lambda _standing: True)


if __name__ == "__main__":
    for page in docs_pages("tables"):
        write_header_tables(page)
