"""Up and down over a fish: along its bones, rather than to whatever lies on the next row."""

from __future__ import annotations

from screens.kit.picture import Knot, Picture

# A cell aside is farther than a row: the next bone is not what lies below.
_ASIDE = 3


def along(picture: Picture, current: str | None, step: int) -> str | None:
    """The knot below (`step` 1) or above (-1) on the same bone or across the spine from it."""
    here = picture.knots.get(current or "")
    if here is None:
        return picture.first()
    found = [
        ((one.y - here.y) * step + _ASIDE * _gap(here, one), one.y, one.x, one.id)
        for one in picture.knots.values()
        if (one.y - here.y) * step > 0
    ]
    return min(found)[3] if found else here.id


def _gap(here: Knot, there: Knot) -> int:
    return max(there.x - (here.x + here.width), here.x - (there.x + there.width), 0)
