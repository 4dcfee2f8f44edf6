"""The hint under the line that adds a project."""

from __future__ import annotations

import re

import pytest

from deals.edits.project_line import read_project_line
from screens.pipeline.actions import LINE_HINT
from tests.deals.readings import reading
from wording import _, use_language


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_hint_is_a_line_and_names_the_quotes(lang: str) -> None:
    use_language(lang)
    try:
        line, about = re.split("[;；] ?", _(LINE_HINT), maxsplit=1)
    finally:
        use_language("en")
    assert re.search('["“]', about)
    understood = read_project_line(line, reading())
    assert [*understood.texts] == ["customer", "owner", "stage", "amount", "signs"]
