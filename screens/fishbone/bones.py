"""The bones of the fish: choosing one, and those that a project adds; and the one way to commit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.causes import add_bone, rename_bone
from deals.fields import Reading
from deals.fishbone import Bone
from deals.model import Project
from screens.kit.deeds import change, finish
from screens.kit.fish import bone_knot
from screens.kit.screen import Option
from screens.kit.wording import N_, _, language

if TYPE_CHECKING:
    from screens.fishbone.screen import FishboneScreen

Edit = Callable[[Project, Reading], Project]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def committed(
    screen: FishboneScreen, label: str, edit: Edit, said: str, begun: Project | None = None
) -> bool:
    """Commits one edit of the project and tells how it went."""
    start = begun or screen.project
    outcome = change(screen, [start.id], label, edit, {start.id: start})
    return finish(screen, [start.id], outcome, said, lambda: None)


def bone_name(bone: Bone) -> str:
    """What a bone is called in the user's language."""
    return bone.title(language()) or _("in no field")


def pick_bone(screen: FishboneScreen, label: str, chosen: Callable[[Bone], None]) -> None:
    """Takes a bone by a letter."""
    options: list[Option] = [
        (letter, bone_name(bone), partial(chosen, bone))
        for letter, bone in zip(_LETTERS, screen.bones, strict=False)
    ]
    screen.choose(label, options)


def new_bone(screen: FishboneScreen) -> None:
    """Takes the name of a bone of the project's own; the cursor goes there."""
    begun, playbook = screen.project, screen.host.context.playbook

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return add_bone(project, text, playbook, reading.stamp)

        good = committed(screen, N_("bone"), write, text.strip(), begun)
        if good:
            screen.to(bone_knot(text.strip()))
        return good

    screen.ask(_("a bone of your own"), "", accept)


def edit_bone(screen: FishboneScreen, bone: Bone) -> None:
    """Calls a bone of the project's own otherwise."""
    begun, playbook = screen.project, screen.host.context.playbook

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return rename_bone(project, bone.id, text, playbook, reading.stamp)

        good = committed(screen, N_("bone"), write, text.strip(), begun)
        if good:
            screen.to(bone_knot(text.strip()))
        return good

    screen.ask(_("name of the bone"), bone.id, accept)
