"""Symlinks on the way to a file: whose are followed, and where they lead."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from deals.refusal import Refusal

_SYSTEM = 0


def real_path(path: Path) -> Path:
    """Where `path` leads once every symlink is followed; the file itself need not be there.

    Only links of the user's own (or the system's) are followed: by another's, the data could be
    sent anywhere. Refusal("link-foreign", file, link) for one; OSError where the links go in a
    circle or lead to nothing.
    """
    try:
        real = path.resolve()
    except RuntimeError:
        # How pathlib says before Python 3.13 that links go in a circle.
        raise OSError(errno.ELOOP, "links in a circle") from None
    if path.is_symlink():
        real.stat()
    for link in _links(path):
        if link.lstat().st_uid not in (os.geteuid(), _SYSTEM):
            raise Refusal("link-foreign", file=str(path), link=str(link))
    return real


def _links(path: Path) -> Iterator[Path]:
    """Every symlink on the way to where a path leads, which is known to be in no circle."""
    place = Path(path.absolute().anchor)
    for part in path.absolute().parts[1:]:
        place = place.parent if part == ".." else place / part
        if place.is_symlink():
            yield place
            yield from _links(place.parent / place.readlink())
            place = place.resolve()
