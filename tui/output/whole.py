"""Everything about one project as JSON: what `show --json` prints."""

from __future__ import annotations

from datetime import date
from typing import Any

from deals.model import Book, Project
from deals.playbook import Playbook
from deals.triage import Assessment
from tui.output import plan_records, records, thoughts
from tui.output.checks import checks_record
from tui.output.market import market_record


def whole_record(
    one: Project, found: Assessment, book: Book, playbook: Playbook, today: date
) -> dict[str, Any]:
    """A project with what was thought out and planned for it."""
    planned = plan_records.planning_record(one, book.projects.values())
    record = records.project_record(one, found, playbook, **planned)
    record["checks"] = checks_record(one, playbook, today)
    record["market"] = market_record(one, book, playbook)
    record["fishbone"] = thoughts.fishbone_record(one, playbook)
    record["review"] = thoughts.review_record(one)
    return record
