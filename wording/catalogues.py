"""Brings the message catalogues up to date with the sources; for developers, needs Babel.

`python -m wording.catalogues` extracts every message of the sources, writes
the template and each language's catalogue, drops what is no longer said, prints what still needs
a translation and compiles. The files carry no dates, line numbers or names, so that they change
only when the words do.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from wording.language import DOMAIN, LOCALE

ROOT = Path(__file__).parents[1]
TRANSLATED_ROOMS = ("reports", "screens", "tui", "views", "wording")
TEMPLATE = LOCALE / f"{DOMAIN}.pot"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def extract_messages() -> Catalog:
    """Return every message that the sources say now, with the files that say it."""
    catalog = Catalog(project=DOMAIN, charset="utf-8")
    for source in (
        path for room in TRANSLATED_ROOMS for path in sorted((ROOT / room).rglob("*.py"))
    ):
        place = (source.relative_to(ROOT).as_posix(), 0)
        with source.open("rb") as text:
            for _line, message, _comments, context in extract("python", text, KEYWORDS):
                catalog.add(message, locations=[place], context=context)
        for message in list_help_lines(source.read_text("utf-8")):
            catalog.add(message, locations=[place])
    return catalog


def list_help_lines(source: str) -> Iterator[str]:
    """Yield the help lines of the commands in a source.

    A command is a function whose decorator is given a `label`; users read the first line of its
    docstring.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(decorator_list=[ast.Call(keywords=keywords)]):
                if any(keyword.arg == "label" for keyword in keywords):
                    yield (ast.get_docstring(node) or "").partition("\n")[0]


def read_catalogue(path: Path) -> Catalog:
    """Return the catalogue in a .po file, whose language is the folder's two above.

    Or the template.
    """
    with path.open("rb") as file:
        return read_po(file, None if path == TEMPLATE else path.parents[1].name, DOMAIN)


def catalogues() -> Iterator[Path]:
    """Yield the .po file of every language there is."""
    yield from sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def list_untranslated(catalog: Catalog) -> list[Message]:
    """Return the messages that a catalogue has no finished translation for."""
    return [
        message
        for message in catalog
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]


def forms(message: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return a message id's or its translation's forms.

    One, or one a plural; none is an empty one.
    """
    return (message or "",) if isinstance(message, str | None) else tuple(message)


def format_catalogue(catalog: Catalog, language: str = "") -> bytes:
    """Return a catalogue as it stands in its file."""
    buffer = BytesIO()
    write_po(
        buffer,
        catalog,
        width=100,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = ['msgid ""', 'msgstr ""', r'"Content-Type: text/plain; charset=utf-8\n"']
    if language:
        header += [rf'"Language: {language}\n"', rf'"Plural-Forms: {catalog.plural_forms}\n"']
    return "\n".join([*header, "", ""]).encode() + buffer.getvalue()


def update() -> int:
    """Rewrite template, catalogues and compiled catalogues; 1 if anything lacks a translation."""
    template = extract_messages()
    TEMPLATE.write_bytes(format_catalogue(template))
    lacking = 0
    for path in catalogues():
        catalog = read_catalogue(path)
        catalog.update(template, no_fuzzy_matching=True)
        path.write_bytes(format_catalogue(catalog, path.parents[1].name))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        missing = list_untranslated(catalog)
        lacking += len(missing)
        report = [f"{path.relative_to(ROOT)}: {len(missing)} without a translation"]
        report += [f"  {forms(gap.id)[0]}" for gap in missing]
        sys.stdout.write("\n".join(report) + "\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(update())
