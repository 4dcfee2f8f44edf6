"""The papers about one project and one owner: nothing of what is known is lost on them.

`NETLOFT_GOLDENS=write` before pytest writes the pinned papers anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings

from deals.market import weigh_rivals
from deals.model import Book, Project
from deals.numbers.figures import NumbersScope
from deals.questions import due_questions
from deals.visit_facts import find_visit_facts, list_commitments
from reports.kinds.case_report import build_case_report
from reports.report import (
    Report,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportPicture,
    ReportTable,
)
from reports.report_context import ReportContext
from reports.report_kinds import KINDS
from reports.report_texts import write_amount, write_money
from tests import strategies
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.examples import EXAMPLES
from tests.reports.contexts import context_for, sample
from tui.report_writer import report_bytes
from views.styled_text import disarm_text
from views.visit_brief import hole_texts
from wording import LANGUAGES, use_language
from wording.record_names import balance_text

GOLDENS = Path(__file__).parent / "goldens"
NOW = datetime.combine(TODAY, time(9), UTC)
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
ABOUT_PROJECTS = tuple(kind for kind in KINDS.values() if kind.subject == "project")
PINNED = [
    ("project", ".md", "zh_CN"),
    ("project", ".md", "en"),
    ("team-form", ".txt", "zh_CN"),
    ("plan", ".txt", "zh_CN"),
    ("fishbone", ".txt", "en"),
    ("review", ".md", "zh_CN"),
    ("hand-over", ".md", "en"),
]


def texts_of(report: Report) -> Iterator[str]:
    """Yield every text of a paper but those drawn in pictures."""
    yield report.title
    for block in report.blocks:
        match block:
            case ReportHeading() | ReportParagraph():
                yield block.text
            case ReportList():
                yield from block.items
            case ReportTable():
                yield from (cell.text for row in block.rows for cell in row)
            case ReportPicture():
                yield from block.text


def plain(text: str) -> str:
    """Return a text as it is shown, without its blanks, at which lines may break."""
    return "".join(disarm_text("".join(text.split())).split())


def paper(report: Report) -> str:
    """Return all that stands on a paper, without blanks."""
    return "\n".join(map(plain, texts_of(report)))


def context_of(about: Project) -> ReportContext:
    return ReportContext(Book().with_projects(about), DEFAULT, TODAY, project=about)


def tables(report: Report) -> list[ReportTable]:
    return [block for block in report.blocks if isinstance(block, ReportTable)]


@pytest.mark.parametrize(("name", "ending", "lang"), PINNED)
def test_the_paper_of_the_sample_is_as_it_was_looked_at(name: str, ending: str, lang: str) -> None:
    use_language(lang)
    context = context_for(KINDS[name], sample(lang))
    if name == "review":
        ended = next(each for each in sample(lang).projects.values() if each.status == "won")
        context = replace(context, project=ended)
    written = report_bytes(KINDS[name].build(context), ending).decode("utf-8")
    golden = GOLDENS / f"{name}-{lang}{ending}"
    if WRITE:
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


@settings(max_examples=EXAMPLES)
@given(strategies.projects())
def test_every_kind_is_made_of_any_project(about: Project) -> None:
    for lang in LANGUAGES:
        use_language(lang)
        for kind in ABOUT_PROJECTS:
            assert kind.build(context_of(about)).blocks
        owned = replace(context_of(about), project=None, owner=about.owner)
        assert KINDS["hand-over"].build(owned).blocks


@settings(max_examples=EXAMPLES)
@given(strategies.projects())
def test_nothing_is_lost_in_the_case_report(about: Project) -> None:
    written = paper(build_case_report(context_of(about)))
    known: list[str | None] = [about.name, about.customer, about.owner, about.remarks]
    known += [about.key_strategy]
    known += [each.value for each in about.own]
    known += [text for each in about.contacts for text in (each.name, each.title, each.work_needs)]
    known += [text for row in about.plan for text in (row.content, row.aim, row.resources)]
    known += [check.result for row in about.plan for check in row.checkpoints]
    known += [goal.text for goal in about.goals] + [cause.text for cause in about.causes]
    known += [item.text for item in about.swot] + [each.text for each in about.strategies]
    known += [answer.evidence for answer in about.answers] + [each.note for each in about.touches]
    known += [text for member in about.team for text in (member.name, member.duties)]
    lost = [text for text in known if text and plain(text) not in written]
    assert lost == []


@settings(max_examples=EXAMPLES)
@given(strategies.projects())
def test_the_forms_hold_all_rows_and_members(about: Project) -> None:
    context = context_of(about)
    plan, team = (paper(KINDS[name].build(context)) for name in ("plan", "team-form"))
    fish, review = (paper(KINDS[name].build(context)) for name in ("fishbone", "review"))
    assert [row for row in about.plan if plain(row.content) not in plan] == []
    assert [member for member in about.team if plain(member.name) not in team] == []
    assert [cause for cause in about.causes if plain(cause.text) not in fish] == []
    assert plain(about.review.lessons) in review


@settings(max_examples=EXAMPLES)
@given(strategies.projects())
def test_a_hand_over_names_people_promises_and_open_tasks(about: Project) -> None:
    context = replace(context_of(about), project=None, owner=about.owner)
    written = paper(KINDS["hand-over"].build(context))
    assert plain(about.name) in written
    if about.status not in ("open", "on_hold"):
        return
    known: list[str | None] = []
    known += [text for each in about.contacts for text in (each.name, each.phone, each.email)]
    known += [each.follow_up.text for each in about.contacts if each.follow_up]
    known += [row.content for row in about.plan if row.state not in ("done", "dropped")]
    assert [text for text in known if text and plain(text) not in written] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_papers_about_a_project_name_no_other_project_and_customer(lang: str) -> None:
    use_language(lang)
    book = sample(lang)
    clashes = 0
    for about in book.projects.values():
        context = replace(context_for(KINDS["project"], book), project=about)
        written = "\n".join(paper(kind.build(context)) for kind in ABOUT_PROJECTS)
        own = plain(about.name + about.customer)
        names = {
            plain(name) for each in book.projects.values() for name in (each.name, each.customer)
        }
        assert [name for name in names if name and name not in own and name in written] == []
        clashes += len(re.findall(r"onthesamedays\d|与其他项目的\d", written))
    assert clashes


def test_a_project_of_which_nothing_is_known_says_what_is_missing() -> None:
    use_language("en")
    blank = Project(id="0", name="New deal", created_at=NOW, updated_at=NOW)
    report = build_case_report(context_of(blank))
    headings = [block.text for block in report.blocks if isinstance(block, ReportHeading)]
    missing = next(block for block in report.blocks if isinstance(block, ReportList))
    assert headings[0] == "1. The project and its four elements"
    assert headings[-1] == "Not worked out yet"
    assert not any(isinstance(block, ReportPicture) for block in report.blocks)
    assert all(": in the app " in text for text in missing.items)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_are_those_of_the_numbers(lang: str) -> None:
    use_language(lang)
    book = sample(lang)
    for about in book.projects.values():
        context = replace(context_for(KINDS["project"], book), project=about)
        evidence, amount = context.figures.evidence(about), about.amount
        written = paper(build_case_report(context))
        if evidence and about.status == "open" and not DEFAULT.reached(about.stage, DEFAULT.signed):
            assert f"\n{evidence.percent}%\n" in written
        if amount is None:
            continue
        assert plain(write_amount(amount)) in written
        forecast = context.figures.forecast(NumbersScope(ids=frozenset({about.id})))
        total = forecast.total.currencies.get(amount.currency)
        if total and total.count:
            assert plain(write_money(total.completion.expected, amount.currency)) in written


def test_the_sums_of_a_hand_over_are_those_of_the_numbers() -> None:
    use_language("en")
    context = context_for(KINDS["hand-over"], sample("en"))
    report = KINDS["hand-over"].build(context)
    total = context.figures.forecast(NumbersScope(owner=context.owner)).total.currencies
    running = [each for each in context.projects if each.status in ("open", "on_hold")]
    resting = sum(each.status == "on_hold" for each in running)
    summary = next(block for block in report.blocks if isinstance(block, ReportParagraph)).text
    assert resting
    assert summary.startswith(f"{len(running) - resting} running projects; {resting} on hold")
    assert len(tables(report)[0].rows) == len(running)
    for code, figures in total.items():
        if figures.count:
            assert write_money(figures.sum.expected, code) in summary
            assert write_money(figures.completion.expected, code) in summary


def test_tasks_in_projects_of_colleagues_are_handed_over_too() -> None:
    use_language("zh_CN")
    context = context_for(KINDS["hand-over"], sample("zh_CN"))
    elsewhere = [
        row.content
        for each in context.book.projects.values()
        if each.status == "open"
        for row in each.plan
        if each.owner != "宁经理" and "宁经理" in row.responsible and row.state == "open"
    ]
    written = paper(KINDS["hand-over"].build(replace(context, owner="宁经理")))
    assert elsewhere
    assert [text for text in elsewhere if plain(text) not in written] == []


def test_a_hand_over_has_what_the_brief_says_was_promised() -> None:
    use_language("en")
    lin = contact("Lin", follow_up={"text": "send the prices", "on": "2026-03-04"})
    touch = {"on": "2026-02-20", "how": "visit", "contacts": ["Lin"], "note": "promised a trial"}
    row = {"id": "r", "content": "give Lin the references", "end": "2026-03-06"}
    first = project("P4", owner="Ann", contacts=[lin], touches=[touch], plan=[row])
    second = first.model_copy(update={"id": "two", "name": "Second", "touches": (), "plan": ()})
    context = ReportContext(Book().with_projects(first, second), DEFAULT, TODAY, owner="Ann")
    report = KINDS["hand-over"].build(context)
    promises = [each for each in tables(report) if each.title == "Open promises"]
    owed = [[row[2].text for row in each.rows] for each in promises]
    assert owed == [["send the prices", "give Lin the references", "promised a trial"]]


def test_brief_case_report_and_hand_over_count_alike() -> None:
    use_language("en")
    book = sample("en")
    about = context_for(KINDS["project"], book).project
    assert about is not None
    context = context_for(KINDS["brief"], book)
    owned = replace(context, project=None, owner=about.owner)
    papers = [
        *(paper(KINDS[name].build(context)) for name in ("brief", "project")),
        paper(KINDS["hand-over"].build(owned)),
    ]
    due = due_questions(about, DEFAULT, context.today)
    unknown = sum(each.value == "unknown" for each in due)
    weak = sum(each.value in ("partly", "no") for each in due)
    settled = len(due) - unknown - weak
    words = f"{len(due)} questions due by {about.stage}: {settled} yes, {weak} partly or no"
    balances = [
        balance_text(points)
        for points in weigh_rivals(about, book.competitors, DEFAULT.market).values()
    ]
    promises = list_commitments(about, context.today, about.touches)
    assert unknown and weak and balances and promises
    for written in papers:
        assert plain(f"{words}, {unknown} open") in written
        assert [text for text in balances if plain(text) not in written] == []
    facts = find_visit_facts(about, book, DEFAULT, context.today)
    advices = [hole_texts(facts, DEFAULT, hole)[1] for hole in facts.holes]
    assert any(hole.ways for hole in facts.holes)
    for written in papers:
        assert [text for text in advices if plain(text) not in written] == []
        assert "Askasupportertointroduce" not in written
    for written in papers[1:]:
        for each in promises:
            ours = plain(each.by)
            assert f"\n{plain(each.what)}\n{ours}" in written


def test_a_hand_over_has_all_that_is_due_in_projects_of_colleagues() -> None:
    use_language("en")
    lin = contact("Lin", covered_by=["Ann"], follow_up={"text": "call", "on": "2026-03-04"})
    check = {"id": "c", "what": "the floor", "on": "2026-03-01", "by": "Ann"}
    rows = [
        {
            "id": "r",
            "content": "wire",
            "end": "2026-03-06",
            "responsible": "Bo",
            "checkpoints": [check],
        },
        {"id": "s", "content": "some day", "responsible": "Bo, Ann"},
    ]
    theirs = project("P4", owner="Bo", contacts=[lin], plan=rows)
    context = ReportContext(Book().with_projects(theirs), DEFAULT, TODAY, owner="Ann")
    written = paper(KINDS["hand-over"].build(context))
    assert [text for text in ("Lin:call", "thefloor", "someday") if text not in written] == []
    assert "wire" not in written
