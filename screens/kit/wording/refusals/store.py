"""What is said of a store that cannot be opened, saved or trusted."""

from __future__ import annotations

from ..speech import N_

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
        "the store is missing, but backups of it are there, so no new one is begun in its place; "
        "if its disk or folder is away, bring that back; to begin anew, move {folder} away"
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
    "passphrase-command-quotes": N_("the quotes of NETLOFT_PASSPHRASE_COMMAND do not match"),
    "passphrase-command-missing": N_(
        "the command of NETLOFT_PASSPHRASE_COMMAND cannot be run: {why}"
    ),
    "passphrase-command-failed": N_(
        "the command of NETLOFT_PASSPHRASE_COMMAND failed, with status {status}"
    ),
    "passphrase-command-late": N_(
        "the command of NETLOFT_PASSPHRASE_COMMAND did not end in {seconds} seconds"
    ),
    "passphrase-command-long": N_(
        "the command of NETLOFT_PASSPHRASE_COMMAND printed more than {limit} KB"
    ),
    "passphrase-command-encoding": N_("what NETLOFT_PASSPHRASE_COMMAND printed is not UTF-8"),
    "passphrase-command-empty": N_(
        "the command of NETLOFT_PASSPHRASE_COMMAND printed no passphrase"
    ),
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
    "salvage-line": N_("line {line} of this journal does not read, and was passed over"),
}
