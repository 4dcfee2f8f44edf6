"""Names of times: a signing window as it is shown."""

from __future__ import annotations

from deals.model import SigningPeriod
from deals.parsing.windows import period_text
from wording.language import _


def window_name(window: SigningPeriod) -> str:
    """Return a window as it is shown, `about` in the user's language."""
    text = period_text(window)
    return _("about {time}").format(time=text) if window.about else text
