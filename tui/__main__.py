"""Where `netloft` begins once its rooms are found; in the checkout also `python -m tui`."""

from __future__ import annotations

import gc
import os
import sys
from importlib.util import LazyLoader, find_spec, module_from_spec


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
    # Pydantic would look through every package that is installed for plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    load_late("importlib.metadata")  # which it loads all the same, and half of `email` with it
    from tui.cli.run import run
    from tui.crash import hush

    hush()
    sys.exit(run(sys.argv[1:]))


def load_late(name: str) -> None:
    """Put off loading a module of a package until something in it is used."""
    spec = find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    sys.modules[name] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    package, _dot, own = name.rpartition(".")
    setattr(sys.modules[package], own, module)


if __name__ == "__main__":
    main()
