"""What tests of the store share: quick keys, and the process that walks."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from store.encryption import PassphraseKey
from tests.store.keys import derived, quick_keys
from tests.store.walks import Walker, walking


@pytest.fixture(scope="module", autouse=True)
def _quick_keys() -> Iterator[None]:
    with quick_keys():
        yield


@pytest.fixture
def true_cost() -> Iterator[None]:
    """Keys cost what they cost users."""
    with patch.object(PassphraseKey, "_derive", derived):
        yield


@pytest.fixture(scope="session")
def walker() -> Iterator[Walker]:
    with walking() as started:
        yield started
