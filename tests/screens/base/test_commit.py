"""What a key costs that changes the book: the two books are compared once."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from deals.model import Book
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import at_desk

PROJECTS = [
    project("P2", id=key, customer="北辰电力", contacts=(contact("何总", 2),)) for key in "abc"
]


# A new book is also looked through for twins, big bets, names and what changed, once each.
@pytest.mark.parametrize(("keys", "comparisons"), [((">",), 5), ((">", "u", "ctrl+y"), 13)])
async def test_a_key_that_edits_compares_the_books_once(
    keys: tuple[str, ...], comparisons: int
) -> None:
    compare = Book.changed_since
    with patch.object(Book, "changed_since", autospec=True, side_effect=compare) as asked:
        async with at_desk(PipelineScreen(), *PROJECTS) as at:
            asked.reset_mock()
            await at.press(*keys)
            assert at.labels == ["Stage"] * len(keys)
    assert asked.call_count == comparisons, "undo makes a patch that is known"
