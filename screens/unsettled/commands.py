"""The commands on changes that did not stand."""

from __future__ import annotations

from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.base.team_desk import TeamFailure
from screens.unsettled.actions import open_field, settle_by_desk, write_mine_back
from screens.unsettled.screen import UnsettledScreen
from wording import N_, _, ngettext

UNSETTLED: Commands[UnsettledScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


def failure_at_cursor(screen: UnsettledScreen) -> TeamFailure | None:
    """Return the change under the cursor."""
    return screen.chosen


@lacks(N_("only what was refused can be sent again"))
def refused_at_cursor(screen: UnsettledScreen) -> TeamFailure | None:
    """Return the change under the cursor where it was refused."""
    chosen = screen.chosen
    return chosen if chosen is not None and chosen.kind == "refused" else None


@lacks(N_("only what was overtaken can be put back"))
def overtaken_at_cursor(screen: UnsettledScreen) -> TeamFailure | None:
    """Return the change under the cursor where it was overtaken."""
    chosen = screen.chosen
    return chosen if chosen is not None and chosen.kind == "overtaken" else None


@UNSETTLED.command("open", "enter", label=N_("go there"), on=failure_at_cursor, footer=True)
def go_to_field(screen: UnsettledScreen, failure: TeamFailure) -> None:
    """Go to the room of the project where the field is."""
    open_field(screen, failure)


@UNSETTLED.command(
    "put-back", "m", "f3", label=N_("my value"), on=overtaken_at_cursor, footer=True, changes=True
)
def put_mine_back(screen: UnsettledScreen, failure: TeamFailure) -> None:
    """Put your value back over the one that overtook it; undo takes that back."""
    write_mine_back(screen, failure)


@UNSETTLED.command("resend", "s", "f4", label=N_("resend"), on=refused_at_cursor, footer=True)
def send_again(screen: UnsettledScreen, failure: TeamFailure) -> None:
    """Send what was refused again, with all that was refused of the same project."""
    same = screen.list_failures(
        lambda each: each.kind == "refused" and each.project == failure.project
    )
    text = ngettext("sending {count} change again", "sending {count} changes again", len(same))
    settle_by_desk(screen, same, "resend", text.format(count=len(same)))


@UNSETTLED.command("dismiss", "x", "delete", label=N_("dismiss"), on=failure_at_cursor, footer=True)
def dismiss(screen: UnsettledScreen, failure: TeamFailure) -> None:
    """Dismiss the change: it is not counted any more; pressed again it is."""
    if failure.dismissed:
        settle_by_desk(screen, [failure], "recall", _("counted again"))
    else:
        settle_by_desk(screen, [failure], "dismiss", _("dismissed; v shows it again"))


@UNSETTLED.command("view", "v", "f2", label=N_("view"), footer=True)
def show_dismissed(screen: UnsettledScreen) -> None:
    """Show what was dismissed too, or leave it out again."""
    screen.with_dismissed = not screen.with_dismissed
    screen.paint()
    shown = screen.with_dismissed
    screen.tell(_("with what was dismissed") if shown else _("without what was dismissed"))
