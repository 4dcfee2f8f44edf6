"""What is said of a store that cannot be opened, saved or trusted."""

from __future__ import annotations

from ..speech import N_

STORE = {
    "store-missing": N_("there is no store"),
    "store-unreadable": N_("the store cannot be read: {why}"),
    "store-unwritable": N_("the store cannot be written, so nothing was changed: {why}"),
    "store-empty": N_("the file is empty, which no store is; it was left as it is"),
    "store-damaged": N_("the store is damaged and was left as it is"),
    "store-foreign": N_("this is not a Netloft store; it was left as it is"),
    "store-newer": N_(
        "a newer Netloft wrote this store (version {version}, this one knows {known}); "
        "it was left as it is"
    ),
    "store-busy": N_("another Netloft is writing to the store; try again"),
    "store-changed": N_("another program has just changed the store; try again"),
    "store-record": N_('record {record} of "{table}" does not read: {field} ({problem})'),
    "store-twice": N_("records {record} and {other} have the same id {id}"),
    "store-unstorable": N_('"{name}" cannot be stored: {field} ({problem}); nothing was written'),
    "contact-twice": N_("record {record} has two contacts with the id {id}"),
    "reference-lost": N_("in record {record}, {field} names a contact that is not there ({id})"),
    "file-open": N_("others may read or write this file (mode {mode}; 0600 keeps it private)"),
    "folder-open": N_("others may look into this folder (mode {mode}; 0700 keeps it private)"),
}
