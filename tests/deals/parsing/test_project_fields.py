from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.fields.project_fields import read_reason
from deals.model import Amount, Contact, NextAction, Project, Status
from deals.playbook.stage_names import NamedState
from tests.deals.makers import TODAY, amount, contact, project
from tests.deals.readings import reading
from tests.deals.values import people_text, projects, typed


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", " 北辰扩容 ", "北辰扩容"),
        ("customer", " 北辰电力 ", "北辰电力"),
        ("customer", "", ""),
        ("owner", "林", "林"),
        ("product", "switches", "switches"),
        ("product", " ", None),
        ("stage", "P3", NamedState(stage="P3")),
        ("stage", " ｐ３ ", NamedState(stage="P3")),
        ("stage", "stage 3", NamedState(stage="P3")),
        ("stage", "Closed Won", NamedState(status="won")),
        ("status", "open", "open"),
        ("status", "On Hold", "on_hold"),
        ("status", "on_hold", "on_hold"),
        ("status", "放弃", "abandoned"),
        ("amount", "80-150万", amount(800_000, 1_500_000)),
        ("amount", "", None),
        ("amount", "-", None),
        ("signs", "－", None),
        ("contacts", "何总", (Contact(id="new-1", name="何总"),)),
        ("contacts", "", ()),
        ("next", "call +3d", NextAction(text="call", on=date(2026, 3, 5))),
        ("next", "", None),
        ("next_on", "3-6", date(2026, 3, 6)),
        ("next_on", "", None),
    ],
)
def test_reads_a_field(field: str, text: str, value: object) -> None:
    read = PROJECT[field].parse(text, reading())
    if isinstance(value, Amount):
        assert isinstance(read, Amount)
        assert value.same(read)
    else:
        assert read == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("name", " ", "name-missing"),
        ("stage", "P9", "stage-unknown"),
        ("stage", "P2-P3", "stage-unknown"),
        ("stage", "", "stage-unknown"),
        ("status", "maybe", "status-unknown"),
        ("amount", "lots", "amount-unreadable"),
        ("signs", "13", "window-unreadable"),
        ("contacts", "何总 cr9", "cr-range"),
        ("next_on", "soon", "day-unreadable"),
        ("colour", "red", "field-unknown"),
    ],
)
def test_refuses_what_the_field_cannot_hold(field: str, text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        PROJECT[field].parse(text, reading())
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("status", "needed"),
    [("lost", True), ("abandoned", True), ("on_hold", True), ("won", False), ("open", False)],
)
def test_to_end_without_having_won_takes_a_reason(status: Status, needed: bool) -> None:
    assert read_reason(" no budget ", status) == "no budget"
    if not needed:
        assert read_reason(" ", status) == ""
        return
    with pytest.raises(UserError) as refused:
        read_reason(" ", status)
    assert (refused.value.code, refused.value.figures) == ("reason-missing", {"status": status})


def test_an_editor_starts_with_what_was_written_where_that_says_it_all() -> None:
    written = Amount(low=800_000, high=1_500_000, text="80万-150万")
    assert PROJECT["amount"].text(project(amount=written)) == "80万-150万"
    foreign = Amount(low=2_000_000, high=2_000_000, currency="USD", text="2m")
    assert PROJECT["amount"].text(project(amount=foreign)) == "USD 2m"
    dated = project(signs="2013.5")
    assert PROJECT["signs"].text(dated) == "2013.5"
    assert dated.signs is not None
    vague = dated.signs.model_copy(update={"text": "in May"})
    assert PROJECT["signs"].text(dated.model_copy(update={"signs": vague})) == "2013-05"


def test_a_reading_on_a_project_takes_its_currency_and_people() -> None:
    he = contact("何总", 3)
    ours = reading(currency="EUR").on(project(amount=amount(1, currency="USD"), contacts=[he]))
    read = PROJECT["amount"].parse("2m", ours)
    assert isinstance(read, Amount)
    assert read.currency == "USD"
    assert PROJECT["contacts"].parse("何总", ours) == (he,)
    assert reading(currency="EUR").on(project()).currency == "EUR"


def test_an_unknown_field_has_no_text() -> None:
    with pytest.raises(UserError) as refused:
        PROJECT["colour"].text(project())
    assert refused.value.figures == {"field": "colour", "fields": " ".join(PROJECT.typed)}


@given(projects(), st.sampled_from(PROJECT.typed), st.sampled_from(("CNY", "USD")))
def test_writing_back_what_the_editor_shows_changes_nothing(
    project: Project, field: str, currency: str
) -> None:
    text = PROJECT[field].text(project)
    now = reading(currency=currency)
    assert set_field(project, field, text, now) is project
    assert set_field(project, field, f" {text} ", now) is project


@given(projects(), st.sampled_from(PROJECT.typed), typed | people_text)
def test_any_text_in_any_field_is_written_or_refused(
    project: Project, field: str, text: str
) -> None:
    before = project.model_copy(deep=True)
    try:
        after = set_field(project, field, text, reading())
    except UserError:
        pass
    else:
        assert set_field(after, field, PROJECT[field].text(after), reading()) is after
    assert project == before


@pytest.mark.parametrize("text", ["年后", "春节后", "after new year", "预计年后", "过完年"])
def test_a_tender_day_that_says_only_from_when_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        PROJECT["tender"].parse(text, reading())
    assert refused.value.code == "tender-open"
    assert PROJECT["next_on"].parse(text, reading())


@pytest.mark.parametrize("text", ["3-1", "02-20", "2月20日", "01-20"])
def test_a_tender_day_without_its_year_that_has_just_passed_is_asked_about(text: str) -> None:
    with pytest.raises(UserError) as refused:
        PROJECT["tender"].parse(text, reading())
    assert refused.value.code == "tender-passed"
    shown = refused.value.figures
    assert f"{shown['coming']}" > f"{TODAY}" > f"{shown['passed']}"


@pytest.mark.parametrize("text", ["3-2", "03-20", "11-20", "2026-02-20", "+4w", "-"])
def test_a_tender_day_that_can_be_meant_is_taken(text: str) -> None:
    assert PROJECT["tender"].parse(text, reading()) is None or text != "-"
