"""Where the console command `netloft` and `python -m netloft` come in.

The rooms (`tui`, `store` and so on) go by plain names, which other distributions may have too. So
a wheel keeps them in the folder `rooms` of this package, where nobody else's can stand beside or
replace them; in the checkout they lie beside this package.
"""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
INSTALLED_ROOMS = PACKAGE / "rooms"


def rooms_folder() -> Path:
    """The folder that holds the rooms: the wheel's own, else the checkout."""
    return INSTALLED_ROOMS if INSTALLED_ROOMS.is_dir() else PACKAGE.parent


def main() -> None:
    """Run the command line, with the rooms found before anything else of their names."""
    # First, before the working folder and PYTHONPATH: either may hold a foreign `store`.
    sys.path.insert(0, str(rooms_folder()))
    from tui.__main__ import main

    main()


if __name__ == "__main__":
    main()
