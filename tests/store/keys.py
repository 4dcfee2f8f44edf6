"""Keys that are derived at once, for tests of anything but what deriving them costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from store.encryption import PassphraseKey, SealedCodec, SealHeader

derived = PassphraseKey._derive


@contextmanager
def quick_keys() -> Iterator[None]:
    """Scrypt asked for next to nothing, whatever the head says."""

    def derived_at_once(key: PassphraseKey, head: SealHeader) -> object:
        return derived(key, replace(head, n=2))

    with patch.object(PassphraseKey, "_derive", derived_at_once):
        yield


def quick_codec(passphrase: str) -> SealedCodec:
    """Return a codec of such a key, for what modules hold ready."""
    with quick_keys():
        return PassphraseKey(passphrase).new_codec()
