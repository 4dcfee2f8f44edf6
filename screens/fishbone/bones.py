"""The bones that a project adds to the fish: named, and called otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits.causes import add_bone, rename_bone
from deals.fields import Reading
from deals.fishbone import Bone
from deals.model import Project
from deals.unsaved import Place
from screens.kit.deeds import done
from screens.kit.fish import bone_knot
from screens.kit.wording import N_, _

if TYPE_CHECKING:
    from screens.fishbone.screen import FishboneScreen

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def new_bone(screen: FishboneScreen) -> None:
    """Takes the name of a bone of the project's own; the cursor goes there."""
    begun, playbook = screen.project, screen.host.context.playbook

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return add_bone(project, text, playbook, reading.stamp)

        good = done(screen, N_("bone"), write, text.strip(), begun)
        if good:
            screen.to(bone_knot(text.strip()))
        return good

    screen.ask(_("a bone of your own"), "", accept, place=Place("new bone", begun.id))


def edit_bone(screen: FishboneScreen, bone: Bone) -> None:
    """Calls a bone of the project's own otherwise."""
    begun, playbook = screen.project, screen.host.context.playbook

    def accept(text: str) -> bool:
        def write(project: Project, reading: Reading) -> Project:
            return rename_bone(project, bone.id, text, playbook, reading.stamp)

        good = done(screen, N_("bone"), write, text.strip(), begun)
        if good:
            screen.to(bone_knot(text.strip()))
        return good

    screen.ask(_("name of the bone"), bone.id, accept, place=Place(f"bone:{bone.id}", begun.id))
