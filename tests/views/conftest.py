"""The language is the process's, so each test leaves it in English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wording import use_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    use_language("en")
