"""Build hook of wheel and sdist: compiles the message catalogues; the .mo are not committed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SINCE = datetime(2020, 2, 2, tzinfo=UTC)
"""When all that is packed says it was made, so that the same sources make the same file."""


class Catalogues(BuildHookInterface[Any]):
    """The build hook that pyproject.toml names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo beside every .po; which files are packed is pyproject.toml's say."""
        for source in Path(self.root).glob("wording/locale/*/LC_MESSAGES/*.po"):
            with source.open("rb") as lines:
                catalog = read_po(lines, locale=source.parents[1].name)
            catalog.creation_date = SINCE  # the catalogues name no day; the minute now is filled in
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalog)
