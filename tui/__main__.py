"""Where the console command `netloft` and `python -m tui` come in."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line on the process's arguments and leave with its exit code."""
    from tui.cli.run import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
