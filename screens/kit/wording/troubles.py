"""What the operating system will not do, by the name of its error."""

from __future__ import annotations

import errno

from .speech import N_, _

TROUBLES = {
    "EACCES": N_("permission denied"),
    "EBUSY": N_("it is in use"),
    "EDQUOT": N_("your share of the disk is used up"),
    "EEXIST": N_("something of this name is there already"),
    "EFBIG": N_("the file would grow too large"),
    "EINVAL": N_("this is not a regular file"),
    "EIO": N_("the disk does not answer"),
    "EISDIR": N_("this is a folder, not a file"),
    "ELOOP": N_("links lead in a circle"),
    "ENAMETOOLONG": N_("the name is too long"),
    "ENOENT": N_("there is no such file or folder"),
    "ENOSPC": N_("no space is left on the disk"),
    "ENOTDIR": N_("a part of the path is not a folder"),
    "EPERM": N_("permission denied"),
    "EROFS": N_("the disk can only be read"),
}


def trouble(name: str) -> str:
    """Why the system refused, by its error's name (`ENOSPC`); an uncommon name stands as it is."""
    return _(TROUBLES[name]) if name in TROUBLES else name


def trouble_of(error: OSError) -> str:
    """Why the system refused, of an error that was raised."""
    name = errno.errorcode.get(error.errno or 0, "")
    return trouble(name) or error.strerror or type(error).__name__
