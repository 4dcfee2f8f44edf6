"""`python -m tests.screenshots [NAME...]`: draws the pages' pictures anew, all or those named."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.screenshots.app_screen import draw_scene
from tests.screenshots.scenes import LANGUAGES, SCENES

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def draw_all(*names: str) -> None:
    """Write each scene in each language; pictures of no scene are taken away."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or SCENES:
        for lang in LANGUAGES:
            path = FOLDER / SCENES[name].file_name(lang)
            path.write_text(await draw_scene(SCENES[name], lang), encoding="utf-8")
    known = {scene.file_name(lang) for scene in SCENES.values() for lang in LANGUAGES}
    for path in FOLDER.glob("*.svg"):
        if path.name not in known:
            path.unlink()


if __name__ == "__main__":
    asyncio.run(draw_all(*sys.argv[1:]))
