"""The market of one project: five pages, one cursor; what is typed goes through deeds."""

from __future__ import annotations

from typing import ClassVar

from deals.market import grid, quadrant
from deals.model import Project
from screens.kit.commands import Command
from screens.kit.picture import Picture
from screens.kit.picturing import PictureScreen
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _
from screens.kit.wording.speech import language
from screens.market.commands import MARKET
from screens.market.pages import CHOICES, PAGES, choices, draw, item_names, note_labels


class MarketScreen(PictureScreen):
    """What we know of customer, competitors and ourselves, page by page."""

    commands: ClassVar[tuple[type[Command], ...]] = MARKET
    room: ClassVar[str] = "market"
    CSS_PATH = "screen.tcss"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.page_name = "grid"
        self._drawn: Picture | None = None
        self._basis: tuple[object, ...] = ()

    @property
    def picture(self) -> Picture:
        """The picture of the page, drawn anew only if something of it changed."""
        book, cells = self.host.book, self.size.width
        basis = (self.page_name, self.project, book.competitors, book.products, cells)
        if self._drawn is None or self._basis != basis:
            page = self.host.context.playbook.market
            self._drawn = draw(self.page_name, self.project, book, page, language(), cells)
            self._basis = basis
        return self._drawn

    @property
    def target(self) -> tuple[str, str]:
        """What kind of thing is under the cursor, and which; empty texts for nothing."""
        kind, _slash, rest = (self.current or "").partition("/")
        return kind, rest

    def whereabouts(self) -> Line:
        """The page."""
        return line(Span(_(PAGES[self.page_name]), "key"))

    def turn(self, name: str) -> None:
        """Shows another page, the cursor at its start."""
        self.page_name, self.current = name, None
        self.paint()

    def about(self) -> list[Line]:
        """All of what is under the cursor, uncut."""
        kind, key = self.target
        if not kind:
            return [line(Span(_("nothing here yet: a adds"), "strong"))]
        return [line(*parts) for parts in getattr(self, f"_about_{kind}")(key)]

    def _about_cell(self, key: str) -> list[tuple[Span | str, ...]]:
        dimension, _slash, name = key.partition("/")
        page = self.host.context.playbook.market
        columns = {one.name: one for one in grid(self.project, self.host.book.competitors, page)}
        label = page.dimensions[dimension].of(language())
        cell = columns[name].cells.get(dimension)
        told = cell.note if cell and cell.note else _("nothing known yet")
        day = f"{cell.on}" if cell and cell.on else ""
        by = f"{cell.by} {day}" if cell and cell.by else ""
        who = name or _("we")
        return [(Span(f"{who}: {label}", "strong"), "  ", Span(by, "dim")), (told,)]

    def _about_note(self, key: str) -> list[tuple[Span | str, ...]]:
        label = note_labels(self.host.context.playbook.market, language())[key]
        text = next((one.text for one in self.project.notes if one.key == key), "")
        return [(Span(label, "strong"),), (text or _("nothing known yet"),)]

    def _about_choice(self, field: str) -> list[tuple[Span | str, ...]]:
        options = choices(self.host.context.playbook.market)[field]
        chosen = options.get(getattr(self.project.market, field) or "")
        advice = chosen.advice.of(language()) if chosen else _("Enter chooses")
        return [(Span(_(CHOICES[field]), "strong"),), (advice,)]

    def _about_item(self, key: str) -> list[tuple[Span | str, ...]]:
        text = next((one.text for one in self.project.swot if one.id == key), "")
        short = item_names(self.project).get(key, "")
        used = any(key in one.uses for one in self.project.strategies)
        idle = "" if used else _("no strategy uses it yet")
        return [(Span(short, "strong"), " ", text), (Span(idle, "amber"),)]

    def _about_strategy(self, key: str) -> list[tuple[Span | str, ...]]:
        found = next((one for one in self.project.strategies if one.id == key), None)
        if found is None:
            return []
        texts = {one.id: one.text for one in self.project.swot}
        names = item_names(self.project)
        used = [(f"  {names[one]} {texts[one]}",) for one in found.uses if one in texts]
        return [(Span(found.text, "strong"),), *used]

    def _about_product(self, name: str) -> list[tuple[Span | str, ...]]:
        page = self.host.context.playbook.market
        one = next((each for each in self.host.book.products if each.name == name), None)
        place = quadrant(one, page) if one else None
        if place is None:
            return [(Span(name, "strong"),), (_("share or growth is not known: Enter"),)]
        said, lang = page.quadrants[place], language()
        return [(Span(f"{name}: {said.name.of(lang)}", "strong"),), (said.advice.of(lang),)]
