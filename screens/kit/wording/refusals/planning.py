"""What is said of goals, rows of the plan and templates that cannot be as typed."""

from __future__ import annotations

from ..speech import N_

PLANNING = {
    "span-unreadable": N_('"{text}" are no days; write 9-13 Feb, 3-2..3-20, +3d or D-10'),
    "span-backwards": N_("ends on {end}, before it begins on {start}"),
    "span-no-signing": N_('"{text}" counts from signing, and no signing time is known'),
    "goal-wants-text": N_("a goal takes words"),
    "goal-unknown": N_('there is no goal "{goal}"'),
    "goal-gone": N_("this goal is no longer there"),
    "goal-circle": N_('"{goal}" already serves this goal'),
    "goal-outside": N_('outside the days of "{goal}", which it serves: {days}'),
    "goal-child-outside": N_('"{goal}" serves this goal and would lie outside: {days}'),
    "row-wants-content": N_("a row of the plan takes words"),
    "row-unknown": N_('there is no row "{content}" in the plan'),
    "row-gone": N_("this row is no longer in the plan"),
    "row-after-refused": N_('this row waits for "{content}", which is refused'),
    "row-circle": N_('"{content}" already waits for this row'),
    "checkpoint-wants-text": N_("a checkpoint takes words"),
    "member-nameless": N_("a member of the team takes a name"),
    "member-twice": N_('"{name}" is on the team already'),
    "part-unreadable": N_('"{text}" is no part; write leader, member, monitor or sponsor'),
    "checkpoint-unknown": N_('"{content}" has no such checkpoint'),
    "cause-wants-text": N_("a cause takes words"),
    "bone-wants-name": N_("a bone takes a name"),
    "bone-twice": N_('there is a bone "{bone}" already'),
    "bone-unknown": N_('there is no bone "{bone}" of this project\'s own'),
    "cause-unknown": N_('there is no cause "{cause}"'),
    "cause-gone": N_("this cause is no longer there"),
    "row-state-unknown": N_('"{text}" is no state of a row; it is one of {states}'),
    "checkpoint-seen-unclear": N_('"{text}" is neither yes nor no'),
    "plan-kind": N_("a plan is read from files that end in .xlsx, .csv or .tsv"),
    "plan-export-kind": N_("a plan is written to files that end in .xlsx, .csv or .tsv"),
    "plan-header-missing": N_("no column holds the content of plan rows; there are: {headers}"),
    "cell-cut": N_('a cell that ends in "{end}" goes on below, in one that begins with "{begin}"'),
    "template-unknown": N_('there is no template "{template}"'),
    "template-no-signing": N_("this template counts back from signing, and no day is known"),
    "template-too-late": N_("this template would begin on {day}, which is past"),
}
