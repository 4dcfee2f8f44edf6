"""What is in play against what of a target is left to sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OwnerCover:
    """What an owner, or the team, has in play in a period, and what of the target is `left`.

    `left` is None where there is no target.
    """

    in_play: int
    left: int | None

    @property
    def lacks(self) -> int:
        """What would be lacking if all that is in play were signed."""
        return max(0, (self.left or 0) - self.in_play)

    @property
    def ratio(self) -> float | None:
        """How many times what is in play is what is left; None where nothing is left to sign."""
        return self.in_play / self.left if self.left else None


@dataclass(frozen=True, slots=True)
class PeriodCovers:
    """What is in play in a period against what is left to sign: of all of a scope, and by owner."""

    period: str
    currency: str
    whole: OwnerCover
    owners: Mapping[str, OwnerCover] = field(default_factory=dict)

    @property
    def owners_with_target(self) -> tuple[str, ...]:
        """The owners who have a target."""
        return tuple(name for name, cover in self.owners.items() if cover.left is not None)

    @property
    def has_targets(self) -> bool:
        """Whether anybody has a target."""
        return bool(self.owners_with_target) or self.whole.left is not None
