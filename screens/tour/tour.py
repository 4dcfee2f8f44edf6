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
from views.tour_strip import StripKeys, StripText, count_strip_rows, draw_tour_strip
from wording import N_, _, language

STRIP, ESCAPE = "tour", "escape"
FIRST_DEPTH = 2
NO_SAMPLE = N_(
    "the tour goes over the sample: `: welcome` and then s takes one in, netloft demo --tour opens "
    "one beside your data"
)
UNDONE = N_("undone: the deal of the tour, which ends with it; {key} brings it back")
DELETED = N_("deleted: the deal of the tour, which ends with it; {key} brings the deal back")
LEFT = N_("tour left at step {step}; {key} or : tour goes on from there")
WRITING = N_("The tour goes on when you have written this; {key} leaves it.")
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
        found = screen.query(f"#{STRIP}")
        if not found or not isinstance(screen, BaseScreen):
            return
        size = screen.full_size
        strip, rows = found.first(LinesView), self.count_rows(size)
        strip.styles.height = rows
        strip.show(draw_tour_strip(self.text(screen), self._keys(screen), size.width, rows))

    def _keys(self, screen: BaseScreen) -> StripKeys:
        return StripKeys(*(key_on(screen, name) for name in ("tour", "tour-leave")))

    def text(self, screen: BaseScreen) -> StripText:
        """Return what the strip says on a screen."""
        step, name = self.step, self.project.name
        title = _("Tour {step}/{count}  {title}").format(
            step=self.at + 1, count=len(STEPS), title=_(step.title)
        )
        if not key_on(screen, "tour"):  # what is typed there has all keys
            return StripText(title, "", _(WRITING), key_on(screen, ESCAPE))
        if not is_on(screen, step.place, self.project_id):
            command, away = "tour", step.away
            if step.near is not None and is_on(screen, step.near.place, self.project_id):
                command, away = step.near.command, step.near.text
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
        host.go_to_first()
        if place != "pipeline":
            host.open_screen(place, *given)

    def _open_question(self) -> str | None:
        return first_open_answer(self.project, self.host.context.playbook)

    def _ids(self) -> list[str]:
        return [row.project.id for row in self.host.pipeline.rows]

    def _end(self) -> None:
        """End it with the offer to import: where the sample is all there is, say how."""
        self._keep(0)
        self.host.go_to_first()
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


def key_on(screen: BaseScreen, command: str) -> str:
    """Return the key of a command on a screen; empty where the screen does not have it."""
    return next((screen.key_of(each) for each in screen.commands if each.id == command), "")


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
            each.mount(tour.make_strip(each.full_size), before="#footer")
    if isinstance(screen, BaseScreen):
        screen.paint_soon()
