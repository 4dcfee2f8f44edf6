"""The statistics table of the sample: pinned in each format, and its sums those of the numbers.

`NETLOFT_GOLDENS=write` before pytest writes the pinned papers anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from deals.edits.number_settings import TypedRate, set_rate
from deals.numbers.figures import NumbersScope
from reports.kinds.pipeline_report import build_pipeline_report
from reports.report import ReportTable
from tests.reports.contexts import TODAY, sample_context
from tui.report_writer import report_bytes
from views.styled_text import width
from wording import LANGUAGES, use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def tables_of(lang: str) -> list[ReportTable]:
    report = build_pipeline_report(sample_context(lang))
    return [block for block in report.blocks if isinstance(block, ReportTable)]


@pytest.mark.parametrize("ending", [".html", ".md", ".txt"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_paper_of_the_sample_is_as_it_was_looked_at(lang: str, ending: str) -> None:
    use_language(lang)
    written = report_bytes(build_pipeline_report(sample_context(lang)), ending).decode("utf-8")
    paper = STYLE.sub("<style></style>", written)
    golden = GOLDENS / f"pipeline-{lang}{ending}"
    if WRITE:
        golden.write_text(paper, encoding="utf-8")
    assert paper == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_of_text_is_longer_than_eighty_cells(lang: str) -> None:
    use_language(lang)
    text = report_bytes(build_pipeline_report(sample_context(lang)), ".txt").decode("utf-8")
    assert max(map(width, text.splitlines())) <= 80


def test_the_total_is_that_of_the_forecast() -> None:
    context = sample_context("en")
    *_others, by_stage = tables_of("en")
    total = context.figures.forecast(context.scope).total.currencies
    in_play, completion, _signed = (cell.text for cell in by_stage.rows[-1][3:])
    assert in_play == "CNY {:,}\n${:,}".format(*(total[code].sum.expected for code in total))
    assert completion == "CNY {:,}\n${:,}".format(
        *(total[code].completion.expected for code in total)
    )


def test_owners_and_stages_sum_to_the_total() -> None:
    _keys, projects, by_stage = tables_of("en")
    owners = [projects.rows[at] for at in sorted(projects.subtotals)]
    assert add_up(row[1].text for row in owners) == add_up([projects.rows[-1][1].text])
    stages = [row[3].text for row in by_stage.rows[:-1]]
    assert add_up(stages) == add_up([by_stage.rows[-1][3].text])
    counts = [int(row[2].text) for row in by_stage.rows]
    assert sum(counts[:-1]) == counts[-1] == len(projects.rows) - len(owners) - 1


def add_up(texts: Iterable[str]) -> dict[str, int]:
    """Add up sums as they are written, by currency."""
    found: dict[str, int] = {}
    for line in "\n".join(texts).split("\n"):
        if found_sum := re.fullmatch(r"(\D+)([\d,]+)", line):
            currency, figure = found_sum.groups()
            found[currency] = found.get(currency, 0) + int(figure.replace(",", ""))
    return found


def test_key_projects_stand_first() -> None:
    keys, projects, _by_stage = tables_of("en")
    names = [row[0].text for row in keys.rows]
    assert names == ["Northlight optical backbone", "Tidewater Metro line 3 backbone"]
    marked = [row[1].text for row in projects.rows if row[1].text.startswith("* ")]
    assert marked == [f"* {name}" for name in names]
    first = [
        row[1].text for at, row in enumerate(projects.rows[1:], 1) if at - 1 in projects.subtotals
    ]
    assert set(marked) <= {*first, projects.rows[0][1].text}


def test_an_owner_has_a_table_without_subtotals() -> None:
    context = replace(sample_context("en"), owner="Lena")
    report = build_pipeline_report(context)
    assert ("Owner", "Lena") in report.facts
    projects = next(block for block in report.blocks if isinstance(block, ReportTable))
    assert {row[3].text for row in projects.rows[:-1]} == {"Lena"}
    assert (projects.sums, projects.subtotals) == (1, frozenset())
    total = context.figures.forecast(NumbersScope("Lena")).total.currencies["CNY"]
    assert projects.rows[-1][1].value == total.sum.expected


def test_an_empty_book_says_so() -> None:
    report = build_pipeline_report(replace(sample_context("en"), ids=frozenset()))
    (table,) = report.blocks
    assert isinstance(table, ReportTable)
    for ending in (".html", ".md", ".txt"):
        assert "No projects here" in report_bytes(report, ending).decode("utf-8")


def test_at_exchange_rates_the_paper_says_which_and_adds_up_as_the_forecast_does() -> None:
    plain = sample_context("en")
    rate = TypedRate("USD", "CNY", Decimal("7.2"))
    context = replace(plain, book=set_rate(plain.book, rate, TODAY), home="CNY")
    report = build_pipeline_report(context)
    assert ("Exchange rates", "in CNY: USD 7.2 of 2026-11-30") in report.facts
    assert "Together" in dict(report.definitions)
    total = context.figures.forecast(context.scope).total.home
    assert total is not None
    projects = next(
        block for block in report.blocks if isinstance(block, ReportTable) and block.sums
    )
    assert f"in play, together CNY {total.sum.expected:,}" in projects.rows[-1][2].text
