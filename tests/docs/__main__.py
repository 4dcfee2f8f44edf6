"""`python -m tests.docs [PAGE...]`: what is wrong with these pages, or with all of them."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.faults import find_faults
from tests.docs.page import read_page
from tests.docs.test_pages import PAGES
from tests.house import ROOT


def main() -> None:
    """Print the faults of the pages named, and leave with 1 where there are some."""
    found = []
    for name in sys.argv[1:] or PAGES:
        with TemporaryDirectory(prefix="netloft-docs-") as folder:
            page = read_page(Path(name).resolve(), ROOT)
            found += find_faults(page, ROOT, Path(folder))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
