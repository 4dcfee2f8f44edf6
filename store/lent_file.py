"""A text lent to another program as a file, which nobody else can read and which is gone after."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from deals.errors import UserError
from store.files import PRIVATE_FILE

NAME = "notes.txt"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def lend_file(text: str, edit: Callable[[Path], None]) -> str:
    """Write a text into a file, have it edited and return what it holds then.

    The line break that text files end with is added and taken away. Refusals, beside those of
    `edit`: `lent-file-unusable` (why) where the file cannot be written or read, `lent-file-binary`
    where it is no UTF-8 any more.
    """
    try:
        with TemporaryDirectory(prefix="netloft-") as folder:
            file = Path(folder, NAME)
            with os.fdopen(os.open(file, _NEW, PRIVATE_FILE), "wb") as draft:
                draft.write(f"{text}\n".encode())
            edit(file)
            after = file.read_bytes().decode()
    except OSError as error:
        raise UserError("lent-file-unusable", why=error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise UserError("lent-file-binary") from None
    after = after.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if after == f"{text}\n" else after.removesuffix("\n")
