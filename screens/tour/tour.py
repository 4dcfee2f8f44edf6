"""The tour as it goes: which step it is at, what the strip says, and how it goes on.

It takes no key from a screen: it looks on after each, and sees where the user has got to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.screen import Screen

from deals.model import Project
from deals.questions import answer_source
from deals.tour_project import find_tour_project, first_open_answer
from screens.base.app import BaseApp
from screens.base.import_table import ask_file
from screens.base.lines import LinesView
from screens.base.project_screen import ProjectScreen
from screens.base.screen import BaseScreen
from screens.base.undo_history import UndoStep
from screens.tour.steps import IN_DEMO, OTHER_DEAL, STEPS, TourPlace, TourStep, is_on
from views.styled_text import TextLine
from views.tour_strip import StripKeys, StripText, count_strip_rows, draw_tour_strip
from wording import N_, _, language

STRIP = "tour"
FIRST_DEPTH = 2
NO_SAMPLE = N_(
    "the tour goes over the sample: `: welcome` and then s takes one in, netloft demo --tour opens "
    "one beside your data"
)
UNDONE = N_("undone: the deal of the tour, which ends with it; {key} brings it back")
DELETED = N_("deleted: the deal of the tour, which ends with it; {key} brings the deal back")
LEFT = N_("tour left at step {step}; {key} or : tour goes on from there")
SAMPLE_STAYS = N_(": remove-samples takes the sample out again.")
OWN = N_("now your own deals: leave with ctrl+q, then netloft import TABLE, or netloft alone")


class Tour:
    """A tour of an app over a project of its sample; `keep` keeps the step that was reached."""

    def __init__(
        self, host: BaseApp, project: Project, step: int, keep: Callable[[int], None], *, demo: bool
    ) -> None:
        self.host, self.project_id, self.demo = host, project.id, demo
        self.at = step if 0 <= step < len(STEPS) else 0
        self._keep, self._before = keep, project

    @property
    def step(self) -> TourStep:
        """The present step."""
        return STEPS[self.at]

    @property
    def project(self) -> Project:
        """The project it goes over, as it last stood if it is gone."""
        return self.host.book.projects.get(self.project_id, self._before)

    # The strip -----------------------------------------------------------------------------------

    def count_rows(self, size: Size) -> int:
        """Return the lines that the strip takes of a terminal."""
        return count_strip_rows(size.width, size.height)

    def make_strip(self, size: Size) -> LinesView:
        """Return the strip of a screen."""
        strip = LinesView(id=STRIP)
        strip.styles.height = self.count_rows(size)
        return strip

    def paint(self, screen: Screen[None]) -> None:
        """Show the strip of a screen as it now stands."""
        strip = find_strip(screen)
        if strip is None or not isinstance(screen, BaseScreen):
            return
        size = screen.full_size
        rows = self.count_rows(size)
        strip.styles.height = rows
        free = max(0, rows - strip.rows_covered)
        drawn = draw_tour_strip(self.text(screen), self._keys(screen), size.width, max(1, free))
        strip.show(drawn[:free])

    def cover(self, screen: Screen[None], lines: Sequence[TextLine]) -> Sequence[TextLine]:
        """Lay lines of the status bar over the strip, which stands between that and the pane.

        They are not to be torn apart. The title of the strip goes last; return what it has no
        room for.
        """
        strip = find_strip(screen)
        if strip is None or not isinstance(screen, BaseScreen):
            return lines
        taken = min(len(lines), self.count_rows(screen.full_size))
        if taken or strip.rows_covered:
            strip.cover(lines[len(lines) - taken :])
            self.paint(screen)
        return lines[: len(lines) - taken]

    def _keys(self, screen: BaseScreen) -> StripKeys:
        return StripKeys(*(key_on(screen, name) for name in ("tour", "tour-leave")))

    def text(self, screen: BaseScreen) -> StripText:
        """Return what the strip says on a screen."""
        step, name = self.step, self.project.name
        title = _("Tour {step}/{count}  {title}").format(
            step=self.at + 1, count=len(STEPS), title=_(step.title)
        )
        if not is_on(screen, step.place, self.project_id):
            command, away = "tour", step.away
            if step.near is not None and is_on(screen, step.near[0], self.project_id):
                _place, command, away = step.near
            return StripText(title, "", _(away).replace("{name}", name), key_on(screen, command))
        if step.place == "triage" and self.project_id not in getattr(screen, "target", ()):
            text = _(OTHER_DEAL).replace("{name}", name)
            return StripText(title, "", text, key_on(screen, "later"))
        act = IN_DEMO if self.demo and step is STEPS[-1] else step.act
        return StripText(
            title, _(step.look), _(act), key_on(screen, step.command), self._thoughts(step)
        )

    def _thoughts(self, step: TourStep) -> list[str]:
        method, lang = self.host.context.playbook.method, language()
        texts = [method.questions[at] for at in step.questions if at < len(method.questions)]
        texts += [method.principles[at] for at in step.principles if at < len(method.principles)]
        thoughts = [_("Method: {thought}").format(thought=text.of(lang)) for text in texts]
        last = step is STEPS[-1] and not self.demo
        return [_(SAMPLE_STAYS), *thoughts] if last else thoughts

    # How it goes on ------------------------------------------------------------------------------

    def follow(self) -> None:
        """See whether what the step asks for was done, and show the strip as it now stands."""
        screen = self.host.screen
        if not isinstance(screen, BaseScreen) or self._is_over(screen):
            return
        step = self.step
        got_there = step.leads_to and is_on(screen, step.leads_to, self.project_id)
        if got_there or (
            is_on(screen, step.place, self.project_id)
            and step.done(screen, self._before, self.project)
        ):
            self._reach(self.at + 1)
        self.paint(screen)

    def _is_over(self, screen: BaseScreen) -> bool:
        """Whether the project that it goes over is gone: then it ends, and says so."""
        if self.project_id in self.host.book.projects:
            return False
        self._take_off()
        screen.paint()
        history = self.host.history
        if self._went_with(history.undone):
            screen.tell(_(UNDONE).format(key=key_on(screen, "redo")), "amber")
        elif self._went_with(history.done):
            screen.tell(_(DELETED).format(key=key_on(screen, "undo")), "amber")
        else:
            screen.tell(_(NO_SAMPLE), "amber")
        return True

    def _went_with(self, steps: Sequence[UndoStep]) -> bool:
        """Whether the last of the steps took the project away."""
        return any(self.project_id in step.patch.projects for step in steps[-1:])

    def _reach(self, at: int) -> None:
        self.at, self._before = at, self.project
        self._keep(at)

    def go_on(self) -> None:
        """Go to where the step is; who is there already goes on to the next, and at last out."""
        screen = self.host.screen
        if not isinstance(screen, BaseScreen) or self._is_over(screen):
            return
        if not is_on(screen, self.step.place, self.project_id):
            self._go_to(self.step.place)
        elif self.at + 1 < len(STEPS):
            before = self.step
            self._reach(self.at + 1)
            if self.step.place != before.place:
                self._go_to(self.step.place)
            else:
                screen.action_command(before.command)
                self.paint(screen)
        else:
            self._end()

    def _go_to(self, place: TourPlace) -> None:
        host = self.host
        if place == "strategy" and (question := self._open_question()):
            host.landing = answer_source(question)
        about = {"people": self.project, "strategy": self.project, "triage": self._ids()}.get(place)
        given = () if about is None else (about,)
        top = host.screen
        if isinstance(top, ProjectScreen) and place in {"people", "strategy"}:
            host.open_screen(place, *given, instead=True)
            return
        for _screen in host.screen_stack[FIRST_DEPTH:]:
            host.pop_screen()
        if place != "pipeline":
            host.open_screen(place, *given)

    def _open_question(self) -> str | None:
        return first_open_answer(self.project, self.host.context.playbook)

    def _ids(self) -> list[str]:
        return [row.project.id for row in self.host.pipeline.rows]

    def _end(self) -> None:
        """End it with the offer to import: where the sample is all there is, say how."""
        self._keep(0)
        for _screen in self.host.screen_stack[FIRST_DEPTH:]:
            self.host.pop_screen()
        first = self.host.screen
        self._take_off()
        if not isinstance(first, BaseScreen):
            return
        if self.demo:
            first.soon(first.tell, _(OWN))
        else:
            first.soon(ask_file, first, first.paint)

    def leave(self) -> None:
        """Take the strip away; the step stays for when it is asked for again."""
        self._take_off()
        screen = self.host.screen
        if not isinstance(screen, BaseScreen):
            return
        screen.paint()
        key = key_on(screen, "tour")
        screen.tell(_(LEFT).format(step=self.at + 1, key=key))

    def _take_off(self) -> None:
        self.host.tour = None
        for screen in self.host.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.query(f"#{STRIP}").remove()


def find_strip(screen: Screen[None]) -> LinesView | None:
    """Return the strip of a screen; None where it has none."""
    found = screen.query(f"#{STRIP}")
    return found.first(LinesView) if found else None


def key_on(screen: BaseScreen, command: str) -> str:
    """Return the key of a command on a screen; the palette's sign where it has none."""
    return next((screen.key_of(each) for each in screen.commands if each.id == command), ":")


def begin_tour(host: BaseApp, step: int, keep: Callable[[int], None], *, demo: bool) -> None:
    """Begin the tour, or go on with it, on whatever screen is on top."""
    screen, samples = host.screen, host.samples()
    ids = {*samples.untouched, *samples.touched}
    project = find_tour_project(host.pipeline.rows, ids, host.context.playbook)
    if project is None:
        if isinstance(screen, BaseScreen):
            screen.tell(_(NO_SAMPLE), "amber")
        return
    host.tour = tour = Tour(host, project, step, keep, demo=demo)
    for each in host.screen_stack:
        if isinstance(each, BaseScreen) and each.is_mounted:
            each.mount(tour.make_strip(each.full_size), before="#status")
    if isinstance(screen, BaseScreen):
        screen.paint_soon()
