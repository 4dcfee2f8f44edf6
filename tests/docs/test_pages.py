"""Every page that users read: what it shows can be typed, and where it points there is something.

A block `sh` is run, line by line and from the top of its page to the bottom, at an empty desk or
at one with the sample; `text` below it is what that printed. `toml` is read as config.toml, or as
a playbook; `sh admin` and `sshd` are only looked at, for they need another machine.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.docs.faults import compare_twins, find_faults
from tests.docs.page import read_page
from tests.house import ROOT

DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.zh_CN.md"]
PAGES = [path.relative_to(ROOT).as_posix() for path in (*READMES, *sorted(DOCS.rglob("*.md")))]
NAMES = sorted(path.relative_to(DOCS / "en").as_posix() for path in DOCS.glob("en/**/*.md"))
LONGEST_README = 120
DAYS = (date(2024, 2, 29), date(2026, 12, 31), date(2027, 8, 1))
"""Other days on which a page may be read: a leap day, the last of a year, a Sunday."""


def test_a_page_has_a_twin_in_the_other_language() -> None:
    chinese = sorted(path.relative_to(DOCS / "zh").as_posix() for path in DOCS.glob("zh/**/*.md"))
    assert chinese == NAMES


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_is_so(page: str, tmp_path: Path) -> None:
    faults = find_faults(read_page(ROOT / page, ROOT), ROOT, tmp_path)
    assert not faults, "\n".join(faults)


@pytest.mark.soak
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_runs_on_any_day(page: str, day: date, tmp_path: Path) -> None:
    faults = find_faults(read_page(ROOT / page, ROOT), ROOT, tmp_path, day)
    assert not faults, "\n".join(faults)


def test_twins_are_alike() -> None:
    faults = [
        fault
        for name in NAMES
        for fault in compare_twins(*(read_page(DOCS / lang / name, ROOT) for lang in ("en", "zh")))
    ]
    assert faults == []


def test_the_readmes_are_alike_and_short() -> None:
    page, twin = (read_page(path, ROOT) for path in READMES)
    assert [*compare_twins(page, twin)] == []
    for path in READMES:
        assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST_README, path.name
