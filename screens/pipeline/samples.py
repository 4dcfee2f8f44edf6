"""Taking the sample's projects out again, at any time after the welcome put them in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from screens.kit.wording import N_, _, ngettext

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


def remove_samples(screen: PipelineScreen) -> None:
    """Takes out those left as they were; where some were edited since, asks about them first."""
    found = screen.host.samples()
    everything = (*found.untouched, *found.touched)
    if not found.touched:
        _remove(screen, everything)
        return
    count = len(found.touched)
    label = ngettext(
        "{count} of the sample's projects was edited",
        "{count} of the sample's projects were edited",
        count,
    ).format(count=count)
    keep, every = partial(_remove, screen, found.untouched), partial(_remove, screen, everything)
    screen.choose(label, [("k", _("keep edited"), keep), ("a", _("remove all"), every)])


def _remove(screen: PipelineScreen, ids: Sequence[str]) -> None:
    host = screen.host
    failed = host.commit(host.without_samples(ids), N_("remove samples")) if ids else None
    if failed is not None:
        screen.tell(failed, "red")
        return
    told = ngettext(
        "{count} sample project is gone; u brings it back",
        "{count} sample projects are gone; u brings them back",
        len(ids),
    )
    screen.tell(told.format(count=len(ids)))
