"""What is said of a playbook or a settings file that cannot be used."""

from __future__ import annotations

from ..speech import N_

PLAYBOOK = {
    "playbook-unreadable": N_("the playbook cannot be read: {why}"),
    "playbook-encoding": N_("the playbook is not written in UTF-8"),
    "playbook-syntax": N_("this is not TOML: {detail}"),
    "playbook-language-missing": N_('"{key}" is missing; every text is wanted in both languages'),
    "playbook-key-missing": N_('"{key}" is missing'),
    "playbook-key-unknown": N_('there is no setting "{key}"'),
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
    "playbook-stage-order": N_(
        "the stage {stage} weighs less than {before}, which comes before it"
    ),
    "playbook-stage-unknown": N_('"{stage}" in {key} is not one of the stages'),
    "playbook-id-twice": N_('the id "{id}" is there twice'),
    "playbook-field-unknown": N_('"{text}" in {key} is not one of the fields of work'),
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
    "settings-unknown": N_('there is no setting "{key}"'),
    "settings-text": N_('the setting "{key}" takes a text in quotes'),
    "settings-choice": N_('the setting "{key}" is one of {choices}'),
    "settings-switch": N_('the setting "{key}" is true or false'),
    "settings-file": N_('the setting "{key}" is not a path that a file could have'),
    "settings-table": N_(
        'the setting "{key}" is a table: write [{key}] on a line, then a command on each'
    ),
    "settings-command": N_('there is no command "{command}" to bind keys to'),
    "settings-key": N_(
        '"{text}" in "{key}" is no key; write it like u, ctrl+z, f5, pagedown, plus or comma'
    ),
    "settings-clash": N_('"{text}" in "{key}" is a key of "{other}" too; give that one another'),
    "settings-keys": N_('the setting "{key}" takes keys in quotes, such as "u" or ["u", "ctrl+z"]'),
}
