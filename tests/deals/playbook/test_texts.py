"""Templates of the playbook, filled: figures stand among the words of either language."""

from __future__ import annotations

import pytest

from deals.playbook.texts import fill_template


@pytest.mark.parametrize(
    ("template", "name", "text"),
    [
        ("做 {name} 的工作", "潘总", "做潘总的工作"),
        ("做 {name} 的工作", "Victor", "做 Victor 的工作"),
        ("{name} 只有 CR2", "梁董", "梁董只有 CR2"),
        ("win {name} over", "潘总", "win 潘总 over"),
        ("见 {name}", "李 明", "见李 明"),
    ],
)
def test_no_blank_parts_a_chinese_name_from_chinese_words(
    template: str, name: str, text: str
) -> None:
    assert fill_template(template, {"name": name}) == text
