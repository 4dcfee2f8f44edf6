"""A sentence for every code with which the rooms below the screens refuse.

A sentence begins small and ends without a full stop, for it may stand behind a place; it may name
any figure of its refusal by a placeholder.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wording.file_sentences import FILES
from wording.language import N_
from wording.number_sentences import NUMBERS
from wording.team_sentences import TEAM

PLANNING = {
    "span-unreadable": N_('"{text}" is not a date; write 9-13 Feb, 3-2..3-20, +3d, D-10 or T-5'),
    "span-backwards": N_("ends on {end}, before it starts on {start}"),
    "row-days-apart": N_(
        '"{text}": dates go behind the first semicolon, as in submit bid; mon 5d; Lin'
    ),
    "row-days-twice": N_(
        'when: "{first}" or "{second}"? Write one, or between semicolons: task; dates; who'
    ),
    "row-who-twice": N_(
        'who: "{first}" or "{second}"? Write one, or both as: task; dates; {first}, {second}'
    ),
    "row-more": N_(
        '"{text}" is not read behind who does it; a checkpoint is added in the plan with c, '
        "several people are written with commas"
    ),
    "span-no-signing": N_('"{text}" counts from the close date, and none is known'),
    "span-no-tender": N_('"{text}" counts from the tender day, and none is set'),
    "goal-wants-text": N_("a goal needs a text"),
    "goal-unknown": N_('there is no goal "{goal}"'),
    "goal-gone": N_("this goal was deleted"),
    "goal-circle": N_('"{goal}" already serves this goal'),
    "row-wants-content": N_("a task needs a text"),
    "row-unknown": N_('there is no task "{content}" in the plan'),
    "row-gone": N_("this task was deleted"),
    "row-after-refused": N_('this task waits for "{content}", which is refused'),
    "row-circle": N_('"{content}" already waits for this task'),
    "country-unknown": N_(
        '"{text}" is no country whose holidays are known, so only weekends are days off; '
        "country takes a code such as CN, DE or DE-BY"
    ),
    "holidays-missing": N_(
        'the holidays of "{text}" need the package holidays, so only weekends are days off; '
        "install it: pip install holidays"
    ),
    "due-gone": N_("it is no longer due on {name}: someone else has changed it"),
    "due-another": N_("{name} has another one by now, which someone else set: {what}"),
    "due-window": N_("a close date is a window: w types another one"),
    "checkpoint-wants-text": N_("a checkpoint needs a text"),
    "member-nameless": N_("a team member needs a name"),
    "member-twice": N_('"{name}" is on the team already'),
    "part-unreadable": N_(
        '"{text}" is not a part; write leader, member, monitor or senior sponsor'
    ),
    "checkpoint-unknown": N_('"{content}" has no such checkpoint'),
    "cause-wants-text": N_("a cause needs a text"),
    "bone-wants-name": N_("a category needs a name"),
    "bone-twice": N_('there is a category "{bone}" already'),
    "bone-unknown": N_('there is no custom category "{bone}" in this project'),
    "cause-unknown": N_('there is no cause "{cause}"'),
    "cause-gone": N_("this cause was deleted"),
    "row-state-unknown": N_('"{text}" is not a state of a task; it is one of {states}'),
    "checkpoint-seen-unclear": N_('"{text}" is neither yes nor no'),
    "plan-header-missing": N_("no column holds the tasks; there are: {headers}"),
    "cell-cut": N_('a cell that ends in "{end}" goes on below, in one that begins with "{begin}"'),
    "template-no-signing": N_("this template counts back from the close date, and none is known"),
    "template-no-tender": N_("this template counts back from the tender day, and none is set"),
    "template-too-late": N_("this template would start on {day}, which is past"),
}

PLAYBOOK = {
    "playbook-unreadable": N_("the playbook cannot be read: {why}"),
    "playbook-encoding": N_("the playbook is not written in UTF-8"),
    "playbook-syntax": N_("this is not TOML: {detail}"),
    "playbook-language-missing": N_('"{key}" is missing; every text is wanted in both languages'),
    "playbook-key-missing": N_('"{key}" is missing'),
    "playbook-key-unknown": N_('there is no setting "{key}"'),
    "playbook-levels": N_(
        'there is no setting "{key}"; for three levels, put upper = false under [net]'
    ),
    "playbook-empty": N_('"{key}" is empty'),
    "playbook-id-odd": N_('"{key}" takes a short id: a letter, then letters or digits'),
    "playbook-too-small": N_('"{key}" is at least {limit}'),
    "playbook-too-large": N_('"{key}" is at most {limit}'),
    "playbook-too-few": N_('"{key}" takes {limit} entries or more'),
    "playbook-choice": N_('"{key}" is one of {limit}'),
    "playbook-wants-text": N_('"{key}" takes a text in quotes'),
    "playbook-wants-whole": N_('"{key}" takes a whole number'),
    "playbook-wants-number": N_('"{key}" takes a number'),
    "playbook-wants-switch": N_('"{key}" is true or false'),
    "playbook-wants-list": N_('"{key}" takes a list'),
    "playbook-wants-table": N_('"{key}" takes a table of settings'),
    "playbook-stage-twice": N_("the stage {stage} is there twice"),
    "playbook-alias-twice": N_('"{alias}" in {key} already means {other}'),
    "playbook-stage-order": N_(
        "the stage {stage} weighs less than {before}, which comes before it"
    ),
    "playbook-stage-unknown": N_('"{stage}" in {key} is not one of the stages'),
    "playbook-id-twice": N_('the id "{id}" is there twice'),
    "playbook-field-unknown": N_('"{text}" in {key} is not one of the workstreams'),
    "playbook-gate-twice": N_('the gate has "{gate}" twice'),
    "playbook-question-twice": N_('the question "{question}" is there twice'),
    "playbook-question-unknown": N_('"{question}" in {key} is not one of the questions'),
    "playbook-rule-unknown": N_('there is no rule "{rule}"'),
    "playbook-case-unknown": N_('the rule "{rule}" has no case "{case}"'),
    "playbook-figure-unknown": N_('the text {key} names the figure "{figure}", which is not there'),
    "playbook-figure-missing": N_('the text {key} does not name the figure "{figure}"'),
    "playbook-text-broken": N_(
        "the braces of the text {key} cannot be read; one that is meant is written twice"
    ),
    "settings-unreadable": N_("the settings cannot be read: {why}"),
    "settings-encoding": N_("the settings are not written in UTF-8"),
    "settings-syntax": N_("this is not TOML: {detail}"),
    "settings-there": N_(
        "there are settings already; --force puts new ones in their place and keeps them beside"
    ),
    "settings-unknown": N_('there is no setting "{key}"'),
    "settings-text": N_('the setting "{key}" takes a text in quotes'),
    "settings-choice": N_('the setting "{key}" is one of {choices}'),
    "settings-switch": N_('the setting "{key}" is true or false'),
    "settings-currency": N_(
        'the setting "{key}" is the code of a currency like CNY or USD, not "{text}"'
    ),
    "settings-file": N_('the setting "{key}" is not a path that a file could have'),
    "settings-table": N_(
        'the setting "{key}" is a table: write [{key}] on a line, then a command on each'
    ),
    "settings-headers": N_(
        'the setting "{key}" is not a field: write [headers] on a line, '
        'then "HEADER" = "FIELD" on each'
    ),
    "settings-header-field": N_('"{text}" for "{key}" is not a field; it is one of {fields}'),
    "settings-command": N_('there is no command "{command}" to bind keys to'),
    "settings-key": N_(
        '"{text}" in "{key}" is no key; write it like u, ctrl+z, f5, pagedown, plus or comma'
    ),
    "settings-clash": N_('"{text}" in "{key}" is a key of "{other}" too; give that one another'),
    "settings-keys": N_('the setting "{key}" takes keys in quotes, such as "u" or ["u", "ctrl+z"]'),
}

STORE = {
    "store-missing": N_("there is no store"),
    "store-unreadable": N_("the store cannot be read: {why}"),
    "store-unwritable": N_("the store cannot be written, so nothing was changed: {why}"),
    "store-empty": N_("the file is empty, which no store is; it was left as it is"),
    "store-damaged": N_("the store is damaged and was left as it is"),
    "store-costly": N_(
        "to unlock this file would take {memory} MB of memory, and no store of ours takes more "
        "than {limit} MB; it was left as it is"
    ),
    "store-export": N_(
        "this is a Netloft export, not a store, and was left as it is; to take it in, move it "
        "aside and import it: mv {original} {moved} && netloft --store {original} import {moved}"
    ),
    "store-gone": N_(
        "the store is missing, but backups of it are there, so no new one is started "
        "in its place; if its disk or folder is away, bring that back; to start "
        "over, move {folder} away"
    ),
    "conflict-copy": N_(
        "this is a copy of the store, as sync programs leave it where two machines wrote; "
        "to take over what it has more: netloft --store {original} salvage {copy}"
    ),
    "store-foreign": N_("this is not a Netloft store; it was left as it is"),
    "store-newer": N_(
        "a newer Netloft wrote this store (version {version}, this one knows {known}); "
        "it is not written here"
    ),
    "store-read-only": N_("you may read this store but not write it: {why}"),
    "store-no-locks": N_(
        "the file system keeps no locks, so two sessions could write over each other; "
        "the store is open for reading only"
    ),
    "journal-torn": N_(
        "line {line}, the last of the journal, was never written to its end and does not count"
    ),
    "journal-damaged": N_("line {line} of the journal is damaged; it was left as it is"),
    "journal-gap": N_(
        "the journal has lines missing before line {line} "
        "(number {found} where {wanted} should be); it was left as it is"
    ),
    "journal-foreign": N_("this journal belongs to another store; it was left as it is"),
    "journal-orphan": N_("there is a journal, but its store is missing; it was left as it is"),
    "store-vanished": N_(
        "the store is gone from here (a volume unmounted, a folder moved?): nothing is saved until "
        'it is back, or until "write-held" among the commands (:) writes what is held to {file}'
    ),
    "store-older": N_(
        'an older copy of the store was put in its place: nothing is saved until "write-held" '
        "among the commands (:) writes what is held to {file}, the copy being kept as a backup"
    ),
    "store-other": N_(
        'another store was put in the place of this one: nothing is saved until "write-held" '
        "among the commands (:) writes what is held to {file}, the other being kept as a backup"
    ),
    "store-back": N_("the store is back, and everything is saved again"),
    "store-restored": N_(
        "somebody put the store back to a copy with {count} projects; what stood there before is "
        "kept among its backups, and what was done before cannot be undone any more"
    ),
    "store-merged": N_(
        "another program changed the store while the journal had changes too: both are merged in "
        "{records} records; in {fields} fields the journal's value stayed, the other is in the log"
    ),
    "store-parted": N_(
        "others had gone on from an older copy of the journal: {count} changes that they did not "
        "have are merged with theirs"
    ),
    "store-held": N_(
        "what this session held is kept in {held}, for something else stands in the place of "
        "the store: {file}"
    ),
    "store-left": N_(
        "the store was gone when Netloft was left, so nothing was written; it has all that was "
        "saved: {file}"
    ),
    "store-busy": N_("another Netloft is writing to the store; try again"),
    "store-changed": N_("another program has just changed the store; try again"),
    "store-record": N_('record {record} of "{table}" does not read: {field} ({problem})'),
    "store-twice": N_("records {record} and {other} have the same id {id}"),
    "store-table": N_('the table "{table}" is missing from the store, which was left as it is'),
    "store-outside": N_("changed outside Netloft: {name}; netloft check tells more"),
    "store-outside-many": N_(
        "{count} records were changed outside Netloft, {name} among them; netloft check tells more"
    ),
    "doubt-changed": N_("{name} ({record}) was changed outside Netloft"),
    "doubt-differs": N_(
        "{name} ({record}) was changed outside Netloft; it differs from {against} in: {differs}"
    ),
    "doubt-added": N_("{name} ({record}) was added outside Netloft"),
    "doubt-gone": N_("{name} ({record}) was taken away outside Netloft"),
    "doubt-sums": N_("the checksums are damaged, so no record can be vouched for"),
    "doubt-missing": N_("{name} is not doubtful: netloft check names what is"),
    "store-unstorable": N_('"{name}" cannot be stored: {field} ({problem}); nothing was written'),
    "contact-twice": N_("record {record} has two contacts with the id {id}"),
    "reference-lost": N_("in record {record}, {field} names a contact that is not there ({id})"),
    "file-open": N_("others may read or write this file (mode {mode}; 0600 keeps it private)"),
    "folder-open": N_("others may look into this folder (mode {mode}; 0700 keeps it private)"),
    "link-foreign": N_("{link} is another user's link and is not followed"),
    "store-sealed": N_("the store is locked: its passphrase is needed"),
    "store-locked": N_("the store is locked already"),
    "store-unlocked": N_("the store is not locked"),
    "passphrase-wrong": N_("the passphrase is wrong; nothing was touched"),
    "passphrase-needed": N_(
        "the passphrase of the store is needed: type it in a terminal, or name a file with it in "
        "NETLOFT_PASSPHRASE_FILE or a command that prints it in NETLOFT_PASSPHRASE_COMMAND"
    ),
    "passphrase-new-needed": N_(
        "the new passphrase is needed: type it in a terminal, or name a file with it in "
        "NETLOFT_NEW_PASSPHRASE_FILE or a command that prints it in NETLOFT_NEW_PASSPHRASE_COMMAND"
    ),
    "passphrase-both": N_("{first} and {second} are both set; leave one of them"),
    "passphrase-command-quotes": N_("the quotes of {variable} do not match"),
    "passphrase-command-missing": N_("the command of {variable} cannot be run: {why}"),
    "passphrase-command-failed": N_("the command of {variable} failed, with status {status}"),
    "passphrase-command-late": N_("the command of {variable} did not end in {seconds} seconds"),
    "passphrase-command-long": N_("the command of {variable} printed more than {limit} KB"),
    "passphrase-command-utf8": N_("what {variable} printed is not UTF-8"),
    "passphrase-command-empty": N_("the command of {variable} printed nothing"),
    "passphrase-changed": N_(
        "the passphrase of the store was changed; all saved so far is safe, but nothing more is "
        "saved here: leave and open it again"
    ),
    "passphrase-same": N_("the new passphrase is the old one; nothing was touched"),
    "passphrase-empty": N_("the passphrase is empty"),
    "passphrase-differs": N_("the passphrase was not typed the same twice; nothing was touched"),
    "passphrase-package": N_("locking needs one more package: pip install netloft[lock]"),
    "passphrase-unreadable": N_("the passphrase cannot be read: {why}"),
    "passphrase-encoding": N_("the passphrase is not UTF-8"),
    "passphrase-long": N_("a file with a passphrase holds no more than {limit} KB"),
    "passphrase-open": N_("others may read this passphrase (mode {mode}); give it mode 0600"),
    "backup-unwritable": N_("the backup cannot be written: {why}"),
    "backup-unverified": N_("the backup did not read back as it was written, and is not kept"),
    "backup-occupied": N_(
        "this file is no earlier copy of this store, and is not written over; name another file"
    ),
    "backup-missing": N_("there is no such backup"),
    "backup-unreadable": N_("the backup cannot be read: {why}"),
    "backup-foreign": N_("this is no backup of a Netloft store; nothing was touched"),
    "backup-export": N_(
        "this is a Netloft export and no backup; netloft import takes it in; nothing was touched"
    ),
    "backup-damaged": N_("the backup is damaged; nothing was touched"),
    "salvage-nothing": N_(
        "no copy of a store that reads was found in these files or beside the store; "
        "nothing was touched"
    ),
    "salvage-missing": N_("there is no such file"),
    "salvage-damaged": N_("this file is damaged, and nothing in it could be read"),
    "salvage-foreign": N_("nothing of a Netloft store was found in this file"),
    "salvage-record": N_(
        'record {record} of "{table}" is damaged (line {line}); what an older copy has was taken'
    ),
    "salvage-gone": N_(
        'record {record} of "{table}" is not in this file; what an older copy has was taken'
    ),
    "salvage-line": N_("line {line} of this journal does not read, and was skipped"),
}

VALUES = {
    "amount-unreadable": N_(
        '"{text}" is not an amount; write it like 120k, 80-150k, 1.2M or USD 2m'
    ),
    "amount-vague": N_('"{text}" has no figure; write one, or a range like 300-500k'),
    "amount-negative": N_('the amount "{text}" is below zero'),
    "amount-backwards": N_(
        'the amount "{text}" is the wrong way round; the smaller figure comes first'
    ),
    "amount-large": N_('the amount "{text}" is too large to be meant'),
    "amount-point": N_(
        '"{text}" may be {thousands} or {decimals}; write {thousands}, or with a size like 350k'
    ),
    "amount-sign": N_(
        '"{text}" in which currency? "{sign}" may be {currencies}; write the code, or import with '
        "--currency and one of these"
    ),
    "column-currency": N_(
        '"{text}" in which currency? other amounts of this column name theirs, as "{other}" does; '
        "import with --currency {currency} or --currency {usual}"
    ),
    "column-currency-wan": N_(
        '"{text}" in which currency? others of this column, as "{other}", are in another; import '
        "with --currency wan={usual} or --currency wan={currency}"
    ),
    "amount-bare": N_(
        '"{text}" of what? {figures}k? {figures}M? or with a currency: USD {figures}'
    ),
    "amount-unsized": N_(
        'other cells of the column give their unit, "{text}" does not; add it there or in the'
        " header"
    ),
    "stage-name-unremembered": N_(
        'nothing is remembered of a stage or column called "{name}"; there is: {names}'
    ),
    "currency-unknown": N_('"{text}" is not a currency; write a code like CNY, USD or EUR'),
    "period-unreadable": N_(
        '"{text}" is no period; write a month, quarter, half or year, like 2026-11, 2026-Q4, '
        "FY2026-Q4, 2026H2 or 2026"
    ),
    "window-unreadable": N_(
        '"{text}" is not a close date; write it like 2027-03-14, 2027-05, 2027-Q2, 2027H2, 2027 '
        "or 2027-01~03"
    ),
    "window-fiscal": N_(
        '"{text}" is of a fiscal year: in which month does yours start? say '
        'so with "netloft set-year-start MONTH", or write a period of the calendar, like 2027-Q1'
    ),
    "window-open": N_(
        '"{text}" says from when, {first}, but not until when; write a month or a range'
    ),
    "festival-unnamed": N_(
        '"{text}" leaves open which day; write the date itself, like 2027-03-14'
    ),
    "window-backwards": N_(
        'the period "{text}" is the wrong way round; the earlier end comes first'
    ),
    "day-unreadable": N_(
        '"{text}" is not a date; write it like 2027-03-14, 3-14, fri, +3d or tomorrow'
    ),
    "window-unsure": N_('"{text}" may be {first} or {second}; write one of these'),
    "day-order": N_(
        '"{text}" may be {first} or {second}; write one of these, or set the date '
        'order with dates = "mdy" or "dmy" in config.toml'
    ),
    "tender-open": N_(
        '"{text}" says from when, {first}, but not which day; write the tender day, like 2027-03-14'
    ),
    "tender-passed": N_(
        '"{text}" was {days} days ago; write the year: {passed}, or {coming} if it is to come'
    ),
    "cost-unclear": N_('"{text}": what was spent in all? Write one sum'),
    "cost-each": N_('"{text}": a share of each; write the sum that was spent in all'),
    "month-unreadable": N_('"{text}" is not a month: write 1 to 12 or its name, such as April'),
    "setting-unreadable": N_('"{text}" sets nothing; write what and how much with = between'),
    "settings-kept": N_("{file} stays as it is; write {line} in it yourself"),
    "day-several": N_(
        '"{first}" and "{second}" are two dates; write one, or put the words in double quotes'
    ),
    "day-future": N_("{day} is still to come; a touch is of today or before"),
    "contact-unreadable": N_(
        'don\'t understand "{text}"; after a name write (title) @department, a level '
        "(executive, senior, mid-level, junior), T or B, a role, cr1 to cr5, + - = or "
        "xNAME of a competitor, reports to NAME, influences NAME; other names go in double "
        "quotes"
    ),
    "contact-sways": N_(
        "a list of contacts cannot hold influences; write them in the line that adds "
        "a person, or press 1, then i"
    ),
    "contact-repeated": N_('"{text}" contradicts what is written before it about the same contact'),
    "text-empty": N_("write a text here"),
    "product-unreadable": N_(
        '"{text}" has more than a name, a share and a growth; write it like Net, 1.2, 15'
    ),
    "product-empty": N_("a product needs a name; write it like Net, 1.2, 15"),
    "product-twice": N_('"{name}" is in the portfolio already'),
    "share-unreadable": N_(
        '"{text}" is not a share; write 1.2 where we have a fifth more than the strongest, or ?'
    ),
    "growth-unreadable": N_('"{text}" is not a growth; write 15 for fifteen percent a year, or ?'),
    "rival-empty": N_("a competitor needs a name"),
    "rival-twice": N_('"{name}" is a competitor here already'),
    "rival-taken": N_('there is another competitor called "{name}"'),
    "rival-backed": N_(
        "{name} cannot be removed: supported by {people}; change their stance first (press 1)"
    ),
    "contact-nameless": N_(
        'each contact starts with a name, "{text}" has none; commas separate contacts'
    ),
    "cr-range": N_('"{text}" is not a CR; the scale goes from 1 to 5'),
    "cr-unreadable": N_('"{text}" is not a CR; write 1 to 5, or ? while it is unknown'),
    "level-unreadable": N_('"{text}" is not a level; write executive, senior, mid-level or junior'),
    "level-fine": N_("the playbook has no senior level; write mid-level or executive"),
    "function-unreadable": N_(
        '"{text}" is not a function; write technical, commercial, using or other'
    ),
    "role-unreadable": N_(
        '"{text}" is not a role; write decides, approves, evaluates, uses, influences or coach'
    ),
    "lines-unreadable": N_(
        '"{text}" is not an approval line; write T (technical), B (commercial), TB '
        "or T2B1, or - for none"
    ),
    "stance-unreadable": N_(
        '"{text}" is not a stance; write + for us, - against, = neutral, xNAME for a competitor'
    ),
    "yes-no-unreadable": N_('"{text}" is neither yes nor no'),
    "person-nameless": N_("a contact needs a name"),
    "person-unknown": N_('there is nobody named "{text}" here'),
    "person-unclear": N_('"{text}" could be {candidates}; write more of the name'),
    "person-absent": N_('there is nobody named "{text}" on {name}'),
    "follow-up-nobody": N_(
        "who is the follow-up with? nobody known here is named before ->; add a contact's name "
        "there, or add the person first"
    ),
    "person-field-unknown": N_('a contact has no field "{field}"; it is one of {fields}'),
    "reports-self": N_("{name} cannot report to themselves"),
    "reports-circle": N_("these people would report to each other in a circle: {names}"),
    "influence-self": N_("{name} cannot influence themselves"),
    "influence-strength": N_('"{text}" is not a strength; write 1 to 3, or 0 for none'),
    "name-missing": N_("a project needs a name"),
    "customer-missing": N_("a customer needs a name"),
    "customer-unknown": N_('no project is of a customer called "{customer}"'),
    "keep-nothing": N_("{name} is still in its tables, and no other owner has it"),
    "merge-itself": N_("both words mean {name}"),
    "line-twice": N_(
        '"{first}" and "{second}" are both {piece}; keep one, or put the name in quotes'
    ),
    "line-customers": N_(
        '"{first}" and "{second}" are both the customer company; '
        "write its people behind contacts:, or put the name in quotes"
    ),
    "line-nameless": N_('where does the name start in "{text}"? put the name in quotes'),
    "line-loose": N_(
        '"{text}" stands apart and is not a field; put a key before it, like owner:, '
        "or the whole name in quotes"
    ),
    "line-key-empty": N_(
        'there is no value after "{key}"; put a value that looks like another field in quotes'
    ),
    "line-key-bare": N_(
        '"{key} {text}" looks like a field; write {key}:{text}, or put the name in quotes'
    ),
    "line-key-misspelt": N_(
        '"{key}" is not a field; did you mean {near}? In quotes it is part of the name'
    ),
    "line-key-unknown": N_(
        '"{key}" is not a field of a project; these are: {keys}. In quotes it is part of the name'
    ),
    "line-percent": N_(
        '"{text}" is not kept: the stage says how far a project is, like P3; '
        "in quotes it is part of the name"
    ),
    "line-cr": N_(
        '"{text}" is of a person: write people behind contacts:; in quotes it is part of the name'
    ),
    "reason-missing": N_("a project that is {status} needs a reason"),
    "view-nameless": N_("a view needs a name"),
    "view-builtin": N_('"{name}" is a built-in view; choose another name'),
    "view-unknown": N_('there is no view of your own named "{name}"'),
    "stage-map-unknown": N_(
        '"{text}" for "{name}" is neither a stage nor a status; it is one of {targets}'
    ),
    "status-contradicts": N_(
        '"{text}" contradicts the rest of the row, by which the status is {status}'
    ),
    "flag-unreadable": N_('"{text}" is neither yes nor no'),
    "ending-unknown": N_(
        "the deal is closed, but nothing in the row says whether it was won or lost"
    ),
    "stage-unknown": N_('"{stage}" is not a stage; it is one of {stages}'),
    "status-unknown": N_('"{text}" is not a status; it is one of {statuses}'),
    "field-unknown": N_('there is no field "{field}"; it is one of {fields}'),
    "created-unreadable": N_(
        '"{text}" is not the date a project was created; write it like 2026-03-14'
    ),
    "created-later": N_('"{text}" is in the future; a project was created today or before'),
    "editor-missing": N_('the editor "{editor}" is not found; $EDITOR names the one to use'),
    "editor-failed": N_('the editor "{editor}" ended with error {code}: nothing is changed'),
    "editor-sealed": N_(
        "this store is encrypted: another editor would need its notes in a file that is not"
    ),
    "lent-file-unusable": N_("the file for the editor cannot be used: {why}"),
    "lent-file-binary": N_("the editor did not leave text in UTF-8: nothing is changed"),
    "own-nameless": N_("an own column needs a name"),
    "own-name-colon": N_('the name of an own column has no colon, as "{name}" has'),
    "own-name-long": N_("the name of an own column has at most {limit} letters"),
    "own-unknown": N_('no project has an own column "{name}"'),
    "own-taken": N_(
        '"{project}" has something else in "{name}" already, so the two cannot become one'
    ),
    "sort-unknown": N_('there is no order "{sort}"'),
    "filter-nothing": N_('no project matches "{text}"'),
    "filter-unfinished": N_('"{word}" is not finished'),
    "filter-key": N_(
        'nothing can be filtered by "{key}"; to look for "{word}" itself, put it in double quotes'
    ),
    "filter-key-near": N_(
        'nothing can be filtered by "{key}"; did you mean {near}? To look for "{word}" itself, put '
        "it in double quotes"
    ),
    "filter-own-quotes": N_(
        'the name of the column "{name}" has blanks; put it in double quotes: {quoted}'
    ),
    "filter-operator": N_(
        '"{key}" cannot be compared by "{operator}", as in "{word}"; use : or !='
    ),
    "filter-stage": N_('"{value}" in "{word}" is not a stage'),
    "filter-amount": N_(
        '"{value}" in "{word}" is not an amount like 500k, 80-150k or 1.2M, nor none'
    ),
    "filter-signs": N_(
        '"{value}" in "{word}" is not a date or period like 2027-Q3, 2027-05 or 2027H2, nor none'
    ),
    "filter-tender": N_(
        '"{value}" in "{word}" is not a date or period like 2027-Q3, 2027-05 or 2027H2, nor none'
    ),
    "filter-created": N_(
        '"{value}" in "{word}" is not a date or period like 2027-Q3, 2027-05 or 2027H2, nor none'
    ),
    "filter-own": N_('no project has an own column "{name}", as in "{word}"'),
    "filter-own-words": N_(
        '"{word}" compares words, which have no order: only numbers and days can be compared'
    ),
    "filter-key-project": N_('"{value}" in "{word}" is neither yes nor no'),
    "filter-cr": N_('"{value}" in "{word}" is not a CR; write 1 to 5, or none'),
    "filter-owners": N_('"{value}" in "{word}" is not a number of owners, nor none'),
    "filter-under": N_('nobody of your line is called "{value}", as in "{word}"'),
    "filter-under-near": N_(
        'nobody of your line is called "{value}", as in "{word}"; did you mean {near}?'
    ),
    "filter-under-alone": N_(
        '"{word}" asks for a branch of the line, which a store knows once it has synced with a '
        "team's server"
    ),
    "filter-left": N_('"{value}" in "{word}" is not a number of days, nor none'),
    "filter-severity": N_(
        '"{value}" in "{word}" is not a severity; write red, amber, info or none'
    ),
    "filter-flag": N_('no flag begins with "{value}", as in "{word}"'),
    "filter-status": N_(
        '"{value}" in "{word}" is not a status; write open, on_hold, won, lost, '
        "abandoned, ended or any"
    ),
    "answer-unknown": N_('"{text}" is not an answer; it is yes, partly, no or unknown'),
    "question-unknown": N_(
        'no question has the id "{text}" or these words; "netloft questions" lists them'
    ),
    "question-unclear": N_(
        '"{text}" could be the question {candidates}; give its id or more of its words'
    ),
    "workstream-unknown": N_('"{text}" is not a workstream; it is one of {known}'),
    "stage-first": N_("{name} is at {stage}, the first stage"),
    "stage-last": N_("{name} is at {stage}, the last stage"),
    "project-ended": N_("{name} is not open but {status}; reopen it first"),
    "contact-unknown": N_("{name} has no such contact ({contact})"),
    "snooze-past": N_("{until} is not a date in the future"),
    "sample-day": N_("there is no sample for {day}, only from {first} to {last}"),
    "project-unknown": N_('there is no project "{text}"'),
    "project-near": N_('there is no project "{text}"; did you mean {candidates}?'),
    "project-unclear": N_(
        '"{text}" could be {candidates}; give more of the name, NAME @CUSTOMER, NAME @OWNER or the '
        "id"
    ),
}


SENTENCES: Mapping[str, str] = MappingProxyType(
    {**VALUES, **PLAYBOOK, **STORE, **FILES, **PLANNING, **NUMBERS, **TEAM}
)
