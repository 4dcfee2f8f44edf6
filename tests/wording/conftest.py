"""The language is the process's, so each test starts from English and leaves it so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wording import use_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")
