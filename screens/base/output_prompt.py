"""A file to be written: asked for, written in a thread, and what came of it told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from deals.errors import UserError
from screens.base.path_prompt import ask_path
from screens.base.screen import BaseScreen
from screens.base.threaded_work import ThreadedWork
from wording import _, say
from wording.errors import short_path

OutputResult = TypeVar("OutputResult")


@dataclass(frozen=True, slots=True)
class OutputPrompt(Generic[OutputResult]):
    """Asks for a file under `label`; a file of others is replaced by a second Enter only.

    `write` puts it there, by force or not; of what it returns `report` says what was done. What is
    refused is told, and asked for on.
    """

    screen: BaseScreen
    place: str
    label: str
    write: Callable[[Path, bool], OutputResult]
    report: Callable[[Path, OutputResult], str]

    def propose(self, text: str) -> None:
        """Ask with a name that gives way to the first key typed."""
        self._ask(text, proposed=True)

    def _ask(self, text: str, *, replacing: str = "", proposed: bool = False) -> None:
        accept = partial(self._accept, replacing)
        ask_path(self.screen, self.label, accept, place=self.place, text=text, select_all=proposed)

    def _accept(self, replacing: str, path: Path, typed: str) -> None:
        ThreadedWork(
            self.screen,
            _("writing {file}").format(file=short_path(f"{path}")),
            lambda: self.write(path, typed == replacing),
            lambda written: self.screen.tell(self.report(path, written)),
            partial(self._ask_again, typed),
        ).start()

    def _ask_again(self, typed: str, refusal: UserError) -> None:
        """Ask for the file again with what was typed, and say why; or for Enter once more."""
        there = refusal.code == "output-exists"
        self._ask(typed, replacing=typed if there else "")
        text = _("this file exists and is not as Netloft left it; Enter again replaces it")
        self.screen.refuse(text if there else say(refusal))
