"""What is said of typed values, filters and projects that cannot be read, found or changed."""

from __future__ import annotations

from ..speech import N_

VALUES = {
    "amount-unreadable": N_(
        '"{text}" is not an amount; write it like 350万, 80-150万, 1.2M or 120k'
    ),
    "amount-negative": N_('the amount "{text}" is below zero'),
    "amount-backwards": N_('the amount "{text}" runs backwards; the smaller figure comes first'),
    "amount-large": N_('the amount "{text}" is too large to be meant'),
    "amount-fraction": N_('the amount "{text}" does not come to whole units of its currency'),
    "currency-unknown": N_('"{text}" is not a currency; write a code like CNY, USD or EUR'),
    "window-unreadable": N_(
        '"{text}" is not a signing time; write it like 2027-03-14, 2027-05, 2027-Q2, 2027H2 or 2027'
    ),
    "window-backwards": N_('the time "{text}" runs backwards; the earlier end comes first'),
    "day-unreadable": N_(
        '"{text}" is not a day; write it like 2027-03-14, 3-14, fri, +3d or tomorrow'
    ),
    "day-future": N_("{day} is still to come; a touch is of today or before"),
    "contact-unreadable": N_(
        '"{text}" is not clear among contacts; a name that holds marks goes in double quotes'
    ),
    "text-empty": N_("a text is wanted here"),
    "product-unreadable": N_(
        '"{text}" is more than a name, a share and a growth; write it like Net, 1.2, 15'
    ),
    "product-empty": N_("a product has a name; write it like Net, 1.2, 15"),
    "product-twice": N_('"{name}" is in the portfolio already'),
    "share-unreadable": N_(
        '"{text}" is not a share; write 1.2 where we have a fifth more than the strongest, or ?'
    ),
    "growth-unreadable": N_('"{text}" is not a growth; write 15 for 15 percent a year, or ?'),
    "rival-empty": N_("a competitor has a name"),
    "rival-twice": N_('"{name}" is compared with already'),
    "rival-taken": N_('there is another competitor called "{name}"'),
    "rival-backed": N_(
        "{name} stays: backed by {people}; change their stance among the people, key 1"
    ),
    "contact-nameless": N_('"{text}" has no name; a contact begins with one'),
    "cr-range": N_('"{text}" is not a CR; the ladder goes from 1 to 5'),
    "cr-unreadable": N_('"{text}" is not a CR; write 1 to 5, or ? while it is unknown'),
    "level-unreadable": N_('"{text}" is not a level; write high, middle or low'),
    "level-fine": N_("the playbook has no level between middle and high; write middle or high"),
    "function-unreadable": N_(
        '"{text}" is not a function; write technical, commercial, using or other'
    ),
    "role-unreadable": N_(
        '"{text}" is not a role; write decides, approves, evaluates, uses, influences or coach'
    ),
    "lines-unreadable": N_(
        '"{text}" is not a place on an approval line; write T, B, TB or T2B1, or - for none'
    ),
    "stance-unreadable": N_(
        '"{text}" is not a stance; write + for us, - against, = neutral, !NAME for a competitor'
    ),
    "yes-no-unreadable": N_('"{text}" is neither yes nor no'),
    "person-nameless": N_("a contact needs a name"),
    "person-unknown": N_('there is nobody named "{text}" here'),
    "person-unclear": N_('"{text}" could be {candidates}; write more of the name'),
    "person-absent": N_('there is nobody named "{text}" on {name}'),
    "follow-up-nobody": N_("say with whom it is to be followed up; name somebody before the ->"),
    "person-field-unknown": N_('a contact has no field "{field}"; it is one of {fields}'),
    "reports-self": N_("{name} cannot report to themselves"),
    "reports-circle": N_("reporting would go in a circle: {names}"),
    "influence-self": N_("{name} cannot influence themselves"),
    "influence-strength": N_('"{text}" is not a strength; write 1 to 3, or 0 for none'),
    "name-missing": N_("a project needs a name"),
    "reason-missing": N_("a project that is {status} needs a reason"),
    "view-nameless": N_("a view needs a name"),
    "view-builtin": N_('"{name}" is a view that is always there; take another name'),
    "view-unknown": N_('there is no view of your own named "{name}"'),
    "stage-unknown": N_('"{stage}" is not a stage; it is one of {stages}'),
    "status-unknown": N_('"{text}" is not a status; it is one of {statuses}'),
    "field-unknown": N_('there is no field "{field}"; it is one of {fields}'),
    "sort-unknown": N_('there is no order "{sort}"'),
    "filter-unfinished": N_('"{word}" is not finished'),
    "filter-key": N_(
        'nothing can be filtered by "{key}"; to look for "{word}" itself, put it in double quotes'
    ),
    "filter-operator": N_(
        '"{key}" cannot be compared by "{operator}", as in "{word}"; use : or !='
    ),
    "filter-stage": N_('"{value}" in "{word}" is not a stage'),
    "filter-amount": N_(
        '"{value}" in "{word}" is not an amount like 50万, 80-150万 or 1.2M, nor none'
    ),
    "filter-signs": N_(
        '"{value}" in "{word}" is not a time like 2027-Q3, 2027-05 or 2027H2, nor none'
    ),
    "filter-cr": N_('"{value}" in "{word}" is not a CR; write 1 to 5, or none'),
    "filter-left": N_('"{value}" in "{word}" is not a number of days, nor none'),
    "filter-severity": N_(
        '"{value}" in "{word}" is not a severity; write red, amber, info or none'
    ),
    "filter-flag": N_('no flag begins with "{value}", as in "{word}"'),
    "filter-status": N_(
        '"{value}" in "{word}" is not open, on_hold, won, lost, abandoned, ended or any'
    ),
    "stage-first": N_("{name} is at {stage}, the first stage"),
    "stage-last": N_("{name} is at {stage}, the last stage"),
    "project-ended": N_("{name} is not open but {status}; reopen it first"),
    "contact-unknown": N_("{name} has no such contact ({contact})"),
    "snooze-past": N_("{until} is not a day to come"),
    "sample-day": N_("there is no sample for {day}, only from {first} to {last}"),
    "project-unknown": N_('there is no project "{text}"'),
    "project-near": N_('there is no project "{text}"; did you mean {candidates}?'),
    "project-unclear": N_('"{text}" could be {candidates}; give more of the id'),
}
