"""Which systems Netloft runs on; it is said before anything is loaded that another one lacks."""

from __future__ import annotations

import locale
from collections.abc import Mapping, Sequence

WINDOWS = "win32"
SUPPORTED = ("linux", "darwin")


def check_platform(
    platform: str, arguments: Sequence[str], environment: Mapping[str, str]
) -> str | None:
    """What is to be said of a system, as Python names it; nothing of one that is supported."""
    if platform in SUPPORTED:
        return None
    from wording import _

    _speak_early(arguments, environment)
    if platform == WINDOWS:
        return _(
            "Netloft runs on Linux, macOS and WSL, but not on Windows itself: install it in WSL."
        )
    return _(
        "Netloft is made for Linux, macOS and WSL; on this system ({platform}) it is untried."
    ).format(platform=platform)


def _speak_early(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Speak the user's language as far as it is known without the settings, which lie in the store
    room: by the arguments, the environment, or else the system.
    """
    from wording import choose_language, use_language
    from wording.language import asked_language

    name = locale.setlocale(locale.LC_CTYPE).lower()
    # Windows writes the whole word, such as "Chinese (Simplified)_China.936".
    system = "zh" if name.startswith(("zh", "chinese")) else "en"
    lang = environment.get("LANG") or system
    use_language(choose_language(asked_language(arguments), None, {**environment, "LANG": lang}))
