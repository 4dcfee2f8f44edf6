"""Taking a project's people in from files and giving them out, by the endings of their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deals.fields import Reading
from deals.model import Book, Project
from deals.refusal import Refusal
from store.exchange.export import DELIMITERS, delimited, has_headings
from store.exchange.grid import Progress
from store.exchange.outcomes import ImportResult, Outcome
from store.exchange.people.columns import COLUMNS
from store.exchange.people.spoken import Spoken, together
from store.exchange.people.tables import read_people_table
from store.exchange.people.taking import take_in
from store.exchange.people.vcards import read_cards
from store.exchange.people.words import written
from store.exchange.people.writing import cards, has_cards
from store.exchange.sources import CARDS, read_bytes
from store.exchange.tables import ImportOptions
from store.output_files import Recognise, write_output

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")


def import_people(
    paths: Sequence[Path],
    book: Book,
    project: Project,
    reading: Reading,
    options: ImportOptions,
    progress: Progress,
) -> ImportResult:
    """Read address cards and tables of contacts into a project; commit the result's book to last.

    What is wrong with a file, a card or a row is in the outcomes, and unless told to keep going the
    book then is the one given.
    """
    after, outcomes, ignored = project, list[Outcome](), list[tuple[str, str]]()
    for path in paths:
        try:
            people, more = _read(path, options, progress)
        except Refusal as wrong:
            outcomes.append(Outcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,)))
            continue
        after, came = take_in(together(people), after, reading)
        outcomes += came
        ignored += [(f"{path}", header) for header in more]
    now = book if after is project else book.with_projects(after)
    result = ImportResult(now, tuple(outcomes), tuple(ignored))
    return replace(result, book=book) if result.refusals and not options.keep_going else result


def export_people(
    project: Project, path: Path, lang: str, *, force: bool = False, stores: Sequence[Path] = ()
) -> None:
    """Write a project's people as a table in `lang` (.csv, .tsv) or as address cards (.vcf).

    Refusals `contacts-export-kind` (file, ending) and those of write_output.
    """
    ending = path.suffix.lower()
    is_earlier: Recognise = has_cards
    if ending in CARDS:
        data = cards(project)
    elif ending in DELIMITERS:
        data = delimited(people_rows(project, lang), DELIMITERS[ending])
        headings = [[one.en for one in COLUMNS], [one.zh for one in COLUMNS]]
        is_earlier = has_headings(headings, ending)
    else:
        raise Refusal("contacts-export-kind", file=f"{path}", ending=ending)
    write_output(path, data, is_earlier, force=force, stores=stores)


def people_rows(project: Project, lang: str) -> list[Sequence[str]]:
    """The headings and then a row for each of the project's people."""
    chinese = lang.startswith("zh")
    people = project.contacts
    rows = ([written(one, column.field, people, chinese) for column in COLUMNS] for one in people)
    return [[column.zh if chinese else column.en for column in COLUMNS], *rows]


def _read(
    path: Path, options: ImportOptions, progress: Progress
) -> tuple[list[Spoken], Sequence[str]]:
    ending = path.suffix.lower()
    if ending in CARDS:
        return read_cards(f"{path}", read_bytes(path)), ()
    if ending not in _TABLES:
        raise Refusal("contacts-kind", file=f"{path}", ending=ending)
    return read_people_table(path, options, progress)
