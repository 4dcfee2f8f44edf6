"""Apps of all tests of screens share what Textual made of their style sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation


@pytest.fixture(scope="session", autouse=True)
def _parse_styles_once() -> Iterator[None]:
    """An app keeps its parsed rules while it runs; to parse them anew is a good part of a start."""
    parse, known = Stylesheet._parse_rules, dict[object, list[RuleSet]]()

    def parse_once(
        sheet: Stylesheet,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        variables = frozenset(sheet._variables.items())
        key = (css, read_from, is_default_rules, tie_breaker, scope, variables)
        if key not in known:
            known[key] = parse(sheet, css, read_from, is_default_rules, tie_breaker, scope)
        return known[key]

    with patch.object(Stylesheet, "_parse_rules", parse_once):
        yield


@pytest.fixture(scope="session")
def _folder_of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("here")


@pytest.fixture(autouse=True)
def _write_elsewhere(_folder_of_all: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a key writes by its proposed name, such as an export, does not land among the sources."""
    monkeypatch.chdir(_folder_of_all)
