"""The market of a project as JSON: competitors, SWOT with its strategies, stance, portfolio."""

from __future__ import annotations

from typing import Any

from deals.market import Column, crossing, grid, idle, quadrant
from deals.model import US, Book, Project
from deals.playbook import Playbook


def market_record(project: Project, book: Book, playbook: Playbook) -> dict[str, Any]:
    """What is known of a project's market; `us` marks our own column, null is not known."""
    page, unused = playbook.market, idle(project)
    keys = [
        f"customer.{one}.{key}" for one, side in page.customer.items() for key in side.questions
    ]
    keys += [f"triangle.{one}" for one in page.triangle] + [f"stp.{one}" for one in page.stp]
    notes = {one.key: one.text for one in project.notes}
    return {
        "competitors": [_column(one) for one in grid(project, book.competitors, page)],
        "notes": {key: notes[key] for key in keys if key in notes},
        "customer": project.market.customer,
        "stance": project.market.stance,
        "type": project.market.kind,
        "tactic": project.market.tactic,
        "swot": [
            {"id": one.id, "kind": one.kind, "text": one.text, "idle": one.id in unused}
            for one in project.swot
        ],
        "strategies": [
            {
                "id": one.id,
                "text": one.text,
                "kind": crossing(project, one),
                "uses": list(one.uses),
            }
            for one in project.strategies
        ],
        "portfolio": [
            {
                "name": one.name,
                "share": one.share,
                "growth": one.growth,
                "quadrant": quadrant(one, page),
            }
            for one in book.products
        ],
    }


def _column(column: Column) -> dict[str, Any]:
    cells = {key: {"mark": one.mark, "note": one.note or None} for key, one in column.cells.items()}
    return {
        "name": column.name or None,
        "us": column.name == US,
        "profile": column.profile,
        "cells": cells,
    }
