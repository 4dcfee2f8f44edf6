"""A bounded reader of TOML, for texts that anybody may have written."""

from __future__ import annotations

import re
from tomllib import TOMLDecodeError, loads
from typing import Any

LONGEST = 2**20
"""How many characters of TOML are read; a playbook has a few ten thousand."""
DEEPEST = 64
"""How many names a dotted key may have: what reading one takes grows with their square."""

_NAME = r"""(?>[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_NAME}[ \t]*\.[ \t]*){{{DEEPEST}}}")


def read_toml(text: str) -> dict[str, Any]:
    """Read a TOML text; TOMLDecodeError, with a line, for what does not read or takes too long."""
    if len(text) > LONGEST:
        raise _fault("the file is too long")
    if found := _DEEP_KEY.search(text):
        raise _fault("nested too deep", text.count("\n", 0, found.start()) + 1)
    try:
        return loads(text)
    except TOMLDecodeError:
        raise
    except RecursionError:
        raise _fault("nested too deep") from None
    except ValueError:
        # How Python refuses to read a number of thousands of digits.
        raise _fault("a number is too long") from None


def _fault(words: str, line: int = 1) -> TOMLDecodeError:
    return TOMLDecodeError(f"{words} (at line {line}, column 1)")
