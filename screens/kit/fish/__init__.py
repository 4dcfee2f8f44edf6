"""The fishbone as a picture: a head on its spine, bones above and below it, causes on each."""

from screens.kit.fish.draw import bone_knot, cause_knot, fish_picture
from screens.kit.fish.moving import along

__all__ = ["along", "bone_knot", "cause_knot", "fish_picture"]
