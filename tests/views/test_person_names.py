"""Names of persons that are too long for their place."""

from __future__ import annotations

import pytest

from views.cause_notes import CauseNote
from views.person_names import fit_name, shorten_name
from views.styled_text import width


@pytest.mark.parametrize(
    ("name", "cells", "text"),
    [
        ("Ann Lindqvist", 13, "Ann Lindqvist"),
        ("Ann Lindqvist", 12, "A. Lindqvist"),
        ("Ann Lindqvist", 11, "Lindqvist"),
        ("Ann Lindqvist", 6, "Lindq…"),
        ("Ann-Marie O'Neill", 11, "A. O'Neill"),
        ("Élodie Brémond", 11, "É. Brémond"),
        ("Jan van der Berg", 15, "J. van der Berg"),
        ("Maria del Carmen Lopez", 10, "M. Lopez"),
        ("J. R. Hartley", 12, "J. Hartley"),
        ("Mr. Sam Weatherby", 15, "S. Weatherby"),
        ("Dr Weatherby", 11, "Weatherby"),
        ("Sammy Davis Jr.", 12, "S. Davis Jr."),
        ("Zhang Weiguo", 11, "W. Zhang"),
        ("Ouyang Jianguo", 8, "Ouyang"),
        ("Oliver Tang", 10, "O. Tang"),
        ("Lindqvist", 6, "Lindq…"),
        ("Deputy director in charge", 18, "Deputy director i…"),
        ("Head of the purchasing unit", 12, "Head of the…"),
        ("Chief Engineer", 10, "Chief Eng…"),
        ("Ann lindqvist", 12, "A. lindqvist"),
        ("John Head", 8, "J. Head"),
        ("欧阳建国主任", 8, "欧阳建…"),
        ("王 建国 Wang", 8, "王 建国…"),
        ("Ann, Bo", 6, "Ann, …"),
        ("Ann (CFO) Lindqvist", 9, "Ann (CFO…"),
        ("", 3, ""),
    ],
)
def test_the_surname_stays(name: str, cells: int, text: str) -> None:
    assert fit_name(name, cells).rstrip() == text
    assert len(shorten_name(name, cells)) <= len(name)


@pytest.mark.parametrize("cells", [0, -1, -40])
def test_nobody_fits_where_there_is_no_place(cells: int) -> None:
    assert shorten_name("", cells) == ""


@pytest.mark.parametrize("cells", range(1, 24))
def test_a_cause_without_a_task_fits_a_narrow_rib(cells: int) -> None:
    assert width(CauseNote("from the strategy").text(cells)) <= cells
