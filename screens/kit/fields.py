"""Choosing a field of work: the playbook's, or one of the project's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from string import ascii_lowercase

from deals.fishbone import Bone, fishbone
from screens.kit.project import ProjectScreen
from screens.kit.screen import Option
from screens.kit.wording.planning import field_title


def pick_field(screen: ProjectScreen, label: str, chosen: Callable[[Bone], None]) -> None:
    """Takes a field of work by its letter, and gives it."""
    bones = fishbone(screen.project, screen.host.context.playbook)
    options: list[Option] = [
        (letter, field_title(bone), partial(chosen, bone))
        for letter, bone in zip(ascii_lowercase, bones, strict=False)
    ]
    screen.choose(label, options)
