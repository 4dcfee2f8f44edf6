"""Where `netloft` begins once its rooms are found; in the checkout also `python -m tui`."""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType


def main() -> None:
    """Run the command line on the process's arguments and leave with its exit code."""
    from tui.tty import WINDOWS, check_platform

    if notice := check_platform(sys.platform, sys.argv[1:], os.environ):
        sys.stderr.write(notice + "\n")
        if sys.platform == WINDOWS:
            sys.exit(2)
    # Nothing that is made on the way to the first screen is garbage, and looking for some among a
    # large book costs more than reading it. The app switches the collector on once it is shown.
    gc.disable()
    disable_plugins()
    from tui.cli.run import run
    from tui.crash import hush

    hush()
    sys.exit(run(sys.argv[1:]))


def disable_plugins() -> None:
    """Tell pydantic that there are no plugins of its own.

    By itself it would look through every package that is installed for some; told not to by its
    variable, it still loads what it would look with, and half of `email` behind that.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    none = ModuleType("pydantic.plugin._loader")
    vars(none)["get_plugins"] = tuple
    sys.modules.setdefault(none.__name__, none)


if __name__ == "__main__":
    main()
