"""Build hook of wheel and sdist: compiles the message catalogues; the .mo are not committed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface[Any]):
    """The build hook that pyproject.toml names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo beside every .po; which files are packed is pyproject.toml's say."""
        for source in Path(self.root).glob("wording/locale/*/LC_MESSAGES/*.po"):
            with source.open("rb") as lines:
                catalog = read_po(lines, locale=source.parents[1].name)
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalog)
