"""Which known owners a part of a name means."""

from __future__ import annotations

import pytest

from deals.owners import list_begun_owners

KNOWN = ("Sun Li", "Laura Brandt", "Laura Sundt", "李伟", "")


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("Sun", ["Sun Li", "Laura Sundt"]),
        ("li", ["Sun Li"]),
        ("LAURA b", ["Laura Brandt"]),
        ("李", ["李伟"]),
        ("sunli", []),
        ("Sun  Li", []),
        ("un", []),
        ("", []),
    ],
)
def test_a_part_of_a_name_means_known_owners(part: str, found: list[str]) -> None:
    assert list_begun_owners(part, KNOWN) == found
