"""The last line of every paper: from which program it is, and which paper."""

from __future__ import annotations

from reports.report import Report
from reports.report_kinds import KINDS
from wording import _

PROGRAM = "Netloft"
_JOINT = " · "
_END = 400  # bytes, of which the last line takes less


def sign_paper(report: Report) -> str:
    """Return the last line of a paper: the program and the kind."""
    kind = KINDS.get(report.kind)
    return f"{PROGRAM}{_JOINT}{_(kind.title) if kind else report.title}"


def is_signed_text(data: bytes) -> bool:
    """Whether a text ends with such a line, so that it was written here."""
    last = data[-_END:].rstrip().rpartition(b"\n")[2]
    return last.startswith(f"{PROGRAM}{_JOINT}".encode())
