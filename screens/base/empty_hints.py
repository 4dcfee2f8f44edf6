"""What every screen says where there is nothing: what belongs there, how it comes, what to type.

The one table of them: `screens/base/empty.py` draws them, in lists and in panes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wording import N_

PROJECT_LINE = N_("Harbour video net @Port Authority P2 0.8-1.5M 2027-Q2")
STARRED_LINE = N_("Harbour video net @Port Authority P3 0.8-1.5M 2027-Q2 key:yes")
TOUCH_LINE = N_("visit Ann: demo agreed -> send the offer fri")
NEXT_LINES = N_("call Lin about the test fri"), N_("visit the site +3d")


@dataclass(frozen=True, slots=True)
class EmptyHint:
    """What belongs where there is nothing, how it comes there, and lines that may be typed so.

    All are ids of messages. `how` has the keys in force of up to two `commands`, each named as
    `screen.command`, as {key} and {other}; the examples are lines for the first of them, unless
    `typed` says for which. One `of_projects` is of no use before there is one.
    """

    purpose: str
    how: str
    commands: tuple[str, ...]
    examples: tuple[str, ...]
    typed: str = ""
    of_projects: bool = False

    @property
    def line_command(self) -> str:
        """The command whose line the examples are."""
        return self.typed or self.commands[0]


PEOPLE_LINES = (
    N_("Bo Ek (CTO) @IT mid-level T cr3 +"),
    N_("buyer junior B cr?"),
    N_("Ann Lee (CEO) executive TB decides cr1"),
)


def _people(purpose: str) -> EmptyHint:
    how = N_("{key}: type it so, one a line")
    return EmptyHint(purpose, how, ("people.add",), PEOPLE_LINES)


def _strategy(example: str) -> EmptyHint:
    purpose = N_("How this part of it is won; the questions below then test whether it works.")
    how = N_("{key} writes it, in one line or several:")
    return EmptyHint(purpose, how, ("strategy.evidence",), (example,))


FIRST_PROJECT = EmptyHint(
    "",
    N_("{key} on the pipeline adds a project in a line, {other} imports a table:"),
    ("pipeline.add", "pipeline.import"),
    (PROJECT_LINE,),
)
"""How something comes where there is no project at all."""


EMPTY_HINTS: Mapping[str, EmptyHint] = {
    "pipeline": EmptyHint(
        N_("Every deal you run stands here: stage, amount, close date, whom you know."),
        N_("{key} adds one in a line, {other} imports a table:"),
        ("pipeline.add", "pipeline.import"),
        (PROJECT_LINE,),
    ),
    "pipeline.ended": EmptyHint(
        N_("No project is open; those that ended are in another view."),
        N_("{key} adds one in a line, {other} shows those that ended:"),
        ("pipeline.add", "pipeline.views"),
        (PROJECT_LINE,),
    ),
    "pipeline.filtered": EmptyHint(
        N_("The filter leaves no project; the others are all still there."),
        N_("{key} clears it, {other} types another one:"),
        ("pipeline.back", "pipeline.filter"),
        (N_("owner:me stage>=P3"),),
        typed="pipeline.filter",
    ),
    "triage": EmptyHint(
        N_("Worst first: projects that their people, evidence or dates do not bear out."),
        N_("{key} goes back; to walk through some alone, {other} on the pipeline filters them:"),
        ("triage.back", "pipeline.filter"),
        (N_("owner:me flag:stalled"),),
        typed="pipeline.filter",
        of_projects=True,
    ),
    "people": _people(
        N_("Six holes. Begin with whom you have met: the net says whom to know next.")
    ),
    "people.tree": _people(
        N_("Who reports to whom, with how close we are to each and who approves what.")
    ),
    "people.chain": _people(
        N_("Who sways the decision most, against how close we are: strong and far first.")
    ),
    "people.list": _people(N_("Everybody of the net in words, by level.")),
    "people.findings": _people(
        N_("What the net finds: holes, people out of reach, and who could bring you to them.")
    ),
    "strategy": _strategy(
        N_("Get switch-over time into the technical criteria, with our test report")
    ),
    "strategy.market": _strategy(
        N_("New customer, held by a competitor: win the users first, then the board")
    ),
    "strategy.customer": _strategy(
        N_("Through the chief engineer to the general manager; a visit in March")
    ),
    "strategy.competition": _strategy(
        N_("Keep the specification open; have our test report known before")
    ),
    "strategy.product": _strategy(
        N_("Show the switch-over on their own line, before the criteria are written")
    ),
    "strategy.commercial": _strategy(
        N_("Give on terms, not on price; talk to both approval lines before the bid")
    ),
    "strategy.service": _strategy(
        N_("A spare set on their site, and an engineer there in two hours")
    ),
    "strategy.choice": EmptyHint(
        N_("New or old customer, attack or defence: from this the strategy follows."),
        N_("{key} chooses; then write above what follows from it:"),
        ("strategy.evidence",),
        (N_("New customer, held by a competitor: win the users first, then the board"),),
    ),
    "strategy.evidence": EmptyHint(
        N_("What shows it: who said or did what, and when; a bare yes persuades nobody."),
        N_("{key} answers yes, with what shows it:"),
        ("strategy.answer-yes-shown",),
        (N_("their CTO asked for our test report"),),
    ),
    "strategy.filtered": EmptyHint(
        N_("No question of this section is left by the filter."),
        N_("{key} shows all questions again, {other} finds one by its words:"),
        ("strategy.look", "strategy.find"),
        (N_("budget"),),
        typed="strategy.find",
    ),
    "fishbone": EmptyHint(
        N_("What may make us lose, cause by cause; each gets a task that removes it."),
        N_("{key} adds causes, one a line:"),
        ("fishbone.add",),
        (N_("Their CFO has never met us"),),
    ),
    "plan.goals": EmptyHint(
        N_("What is to be reached, split until it can be done; SMART names its gaps."),
        N_("{key} adds a goal, {other} a subgoal:"),
        ("plan.add", "plan.add-under"),
        (N_("contract signed; sealed by both; GM; 9 Feb-20 Mar; Lin"),),
    ),
    "plan.plan": EmptyHint(
        N_("Who does what by when, in this field of work, and when we look at it."),
        N_("{key} adds a task, {other} takes a template:"),
        ("plan.add", "plan.template"),
        (N_("joint test; mon 5d; Lin"),),
    ),
    "plan.team": EmptyHint(
        N_("Who of us works on it, in which part, and which executive backs it."),
        N_("{key} adds a member, {other} takes the part under the cursor:"),
        ("plan.add", "plan.part"),
        (N_("Lin leader executive"),),
    ),
    "market.note": EmptyHint(
        N_("Known facts alone: what is not known yet is a task for somebody."),
        N_("{key} writes it:"),
        ("market.market-edit",),
        (N_("they compare prices for spare parts, and speed for new lines"),),
    ),
    "market.choice": EmptyHint(
        N_("What holds here decides which strategy fits."),
        N_("{key} chooses; {other} in room 2 writes the strategy:"),
        ("market.market-edit", "strategy.evidence"),
        (N_("new customer: the users first"),),
        typed="strategy.evidence",
    ),
    "market.cell": EmptyHint(
        N_("We and each competitor side by side, with what is known and who is ahead."),
        N_("{key} writes it, {other} adds a competitor:"),
        ("market.market-edit", "market.market-add"),
        (N_("cheapest at the last tender, slow with repairs"),),
    ),
    "market.swot": EmptyHint(
        N_("What we do better and worse here, what may help and what may harm us."),
        N_("{key} adds one a line:"),
        ("market.market-add",),
        (N_("only we have run this ring at another port"),),
    ),
    "market.portfolio": EmptyHint(
        N_("What we sell, by its share against the largest competitor's and by its growth."),
        N_("{key} adds a product: name, share, growth in percent:"),
        ("market.market-add",),
        (N_("Net, 1.2, 15"),),
    ),
    "review": EmptyHint(
        N_("What colleagues should know before the next deal."),
        N_("{key} writes it:"),
        ("review.write",),
        (N_("See the purchasing head first"),),
    ),
    "review.outlook": EmptyHint(
        N_("What we expect, what it rests on, and what follows from it for us."),
        N_("{key} writes it:"),
        ("review.write",),
        (N_("budget this year, tender in spring"),),
    ),
    "review.rival": EmptyHint(
        N_("What the competitor did, and why that won or lost."),
        N_("{key} writes it:"),
        ("review.write",),
        (N_("their director met the mayor twice"),),
    ),
    "log": EmptyHint(
        N_("Every touch, and every move of stage, amount, date or CR, with its day."),
        N_("{key} in room 1 logs a touch:"),
        ("people.touch",),
        (TOUCH_LINE,),
    ),
    "notes.project": EmptyHint(
        N_("What whoever works on this next should know: money, politics, promises."),
        N_("Type on; {key} saves:"),
        ("notes.save",),
        (N_("Budget 2.2 million with spares; the board meets on 20 December"),),
    ),
    "notes.contact": EmptyHint(
        N_("How to win this person: what they want, what they avoid, who they listen to."),
        N_("Type on; {key} saves:"),
        ("notes.save",),
        (N_("Wants no outage in her first year; trusts figures more than brochures"),),
    ),
    "notes.strategy": EmptyHint(
        N_("What we do about this section, and why it will work."),
        N_("Type on; {key} saves:"),
        ("notes.save",),
        (N_("Get switch-over time into the technical criteria, with our test report"),),
    ),
    "notes.outlook": EmptyHint(
        N_("What we expect, what it rests on, and what follows from it for us."),
        N_("Type on; {key} saves:"),
        ("notes.save",),
        (N_("Budget comes this year, tender in spring; we need test engineers in March"),),
    ),
    "visit_brief": EmptyHint(
        N_("What to have in mind at the door: people, promises, what is open."),
        N_("{key} says what we go there for, {other} logs how it went:"),
        ("visit_brief.next", "visit_brief.touch"),
        (NEXT_LINES[0],),
    ),
    "followups": EmptyHint(
        N_("Whom to see again: by the day promised to them, or because nobody has met them long."),
        N_("{key} on the pipeline logs a touch; what is behind the arrow comes back here:"),
        ("pipeline.touch",),
        (TOUCH_LINE,),
        of_projects=True,
    ),
    "followups.filtered": EmptyHint(
        N_("The filter leaves nobody; the others are all still there."),
        N_("{key} clears it, {other} types other words:"),
        ("followups.back", "followups.filter"),
        (N_("Port Authority"),),
        typed="followups.filter",
    ),
    "week.due": EmptyHint(
        N_(
            "What belongs here: next steps, tasks, checkpoints, follow-ups, tender and close dates."
        ),
        N_("{key} on the pipeline sets a next step:"),
        ("pipeline.next",),
        NEXT_LINES,
        of_projects=True,
    ),
    "week.done": EmptyHint(
        N_(
            "What belongs here: touches, tasks and next steps done, stages moved on, what is "
            "signed."
        ),
        N_("{key} looks a week further back, {other} on the pipeline logs a touch:"),
        ("week.more-weeks", "pipeline.touch"),
        (TOUCH_LINE,),
        typed="pipeline.touch",
        of_projects=True,
    ),
    "key_projects": EmptyHint(
        N_("The few that deserve most of the time, by size, nearness and chance, with how to win."),
        N_("{key} on the pipeline stars a project, {other} there adds one as key:"),
        ("pipeline.key-project", "pipeline.add"),
        (STARRED_LINE,),
        typed="pipeline.add",
        of_projects=True,
    ),
    "numbers.forecast": EmptyHint(
        N_("What is to be signed, period by period: projects in play with amount and close date."),
        N_("{key} on the pipeline types the close date, {other} the amount:"),
        ("pipeline.signs", "pipeline.amount"),
        (N_("2027-Q2"),),
        of_projects=True,
    ),
    "numbers.movement": EmptyHint(
        N_(
            "What became of the sum since a day. Its history comes by itself: each move of stage, "
            "amount or date is kept, whether typed or imported."
        ),
        N_("{key} on the pipeline types an amount, {other} imports a newer table:"),
        ("pipeline.amount", "pipeline.import"),
        (N_("0.8-1.5M"),),
        of_projects=True,
    ),
    "numbers.shape": EmptyHint(
        N_("How open projects spread over the stages: whether new ones come and others get on."),
        N_("{key} on the pipeline adds a project in a line, {other} imports a table:"),
        ("pipeline.add", "pipeline.import"),
        (PROJECT_LINE,),
    ),
    "numbers.record": EmptyHint(
        N_(
            "How projects come out: won and lost, kept dates, days in each stage. It grows with "
            "each that ends or moves; tables of past years count too."
        ),
        N_("{key} on the pipeline ends a project with its reason, {other} imports a table:"),
        ("pipeline.end", "pipeline.import"),
        (N_("their board took the cheaper offer"),),
        of_projects=True,
    ),
    "team": EmptyHint(
        N_(
            "The line below you stands here: projects and money of each branch, what is due and "
            "late, deals that stand twice. It takes a server that the team shares."
        ),
        N_("{key} goes back; in the shell, with the address that whoever runs it gives you:"),
        ("team.back",),
        (N_("netloft sync postgresql://ann@db.example.com/sales"),),
    ),
    "team.twins": EmptyHint(
        N_(
            "Deals that stand twice: one name, one customer. You are told of projects that you "
            "see, your own and those below you; of a colleague's whoever is above you both is told."
        ),
        N_("{key} goes back to the branches, {other} on the pipeline shows twins that are here:"),
        ("team.view", "pipeline.filter"),
        (N_("flag:twin"),),
        typed="pipeline.filter",
    ),
    "import_preview": EmptyHint(
        N_("Each row of the table stands here, with what it would add or change."),
        N_("{key} reads the table otherwise, {other} goes back; its rows are written so:"),
        ("import_preview.reading", "import_preview.back"),
        (
            N_("Project,Customer,Stage,Amount,Close date"),
            N_("Harbour video net,Port Authority,P2,0.8-1.5M,2027-Q2"),
        ),
    ),
    "import_letter": EmptyHint(
        N_("What an import leaves open is listed here by owner, to be asked of each."),
        N_("{key} goes back; {other} on the pipeline finds what a table no longer holds:"),
        ("import_letter.back", "pipeline.filter"),
        (N_("flag:gone"),),
        typed="pipeline.filter",
    ),
    "unsettled": EmptyHint(
        N_(
            "What the team's server refuses, and what somebody changed later than you, is listed "
            "here with the reason and what to do."
        ),
        N_("{key} syncs now; what you edit goes out by itself."),
        ("unsettled.sync",),
        (),
    ),
    "unsaved": EmptyHint(
        N_("A line that you leave, or that a cut connection takes, is kept here."),
        N_("{key} takes one along into the next line you type, {other} discards it:"),
        ("unsaved.take-along", "unsaved.drop-line"),
        (NEXT_LINES[0],),
        typed="pipeline.next",
    ),
}
"""By screen, as it is named in the registry, and behind a dot by what of it is empty."""
