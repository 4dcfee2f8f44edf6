"""Laws of the filter language that hold for whatever is typed and whatever is looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.filters import READERS, parse_filter
from deals.model import Amount, Project, SigningPeriod
from deals.parsing.amounts import amount_text
from deals.parsing.windows import window_text
from deals.rules.triage import assess
from tests.deals import values
from tests.deals.makers import DEFAULT, TODAY
from tests.deals.test_filters import CONTEXT, EMPTY, PLAIN, deal, holds
from tests.strategies import projects

KEYS = (*READERS, "x", "")
VALUES = ("P3", "50万", "2026-Q3", "3", "none", "me", "red", "open", "overdue", "-2", '"a b', "林")
typed = st.lists(
    st.one_of(
        st.builds(
            "{}{}{}{}".format,
            st.sampled_from(["", "-", "－"]),
            st.sampled_from(KEYS),
            st.sampled_from([":", "=", "!=", "<", ">", "<=", ">=", "：", "＞", "", "≥"]),
            st.sampled_from(VALUES) | st.text(max_size=4),
        ),
        st.text(max_size=6),
    ),
    max_size=4,
).map(" ".join)


@given(typed, projects())
def test_whatever_is_typed_is_read_or_refused(text: str, project: Project) -> None:
    try:
        chosen = parse_filter(text, CONTEXT)
    except UserError as refusal:
        assert refusal.code.startswith("filter-")
        assert refusal.figures["word"]
    else:
        assert chosen.matches(project, assess(project, DEFAULT, TODAY)) in (True, False)


def one_side(key: str, value: str, project: Project) -> bool:
    """Whether exactly one of less, same and more holds, the other operators agreeing with them."""
    less, same, more, not_more, not_less, other, colon = (
        holds(f'{key}{operator}"{value}"', project)
        for operator in ("<", "=", ">", "<=", ">=", "!=", ":")
    )
    assert (not_more, not_less) == (less or same, more or same)
    assert (other, colon) == (less or more, same)
    return less + same + more == 1


@given(values.amounts(), st.none() | values.amounts())
def test_a_known_amount_is_on_one_side_of_any_amount(value: Amount, own: Amount | None) -> None:
    plain = amount_text(value.model_copy(update={"currency": "CNY"}), "zh_CN")
    assert one_side("amount", plain, deal(amount=own)) == (own is not None)


@given(values.windows(), st.none() | values.windows())
def test_a_known_window_is_on_one_side_of_any_window(
    value: SigningPeriod, own: SigningPeriod | None
) -> None:
    assert one_side("signs", window_text(value), deal(signs=own)) == (own is not None)


@pytest.mark.parametrize("project", [PLAIN, EMPTY, deal(stage="P7", contacts=())])
@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("stage", stage.id) for stage in DEFAULT.stages),
        *(("severity", severity) for severity in ("red", "amber", "info", "none")),
        *(("cr", cr) for cr in ("none", "1", "2", "3", "4", "5")),
    ],
)
def test_a_project_is_on_one_side_of_any_step(key: str, value: str, project: Project) -> None:
    assert one_side(key, value, project)
