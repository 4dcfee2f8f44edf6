"""The market of a project as JSON: competitors, SWOT with its strategies, stance, portfolio."""

from __future__ import annotations

from typing import Any

from deals.market import Column, crossing, grid, idle, quadrant
from deals.model import US, Book, Product, Project, Strategy
from deals.playbook import Playbook
from deals.playbook.market import MarketPage


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
        "strategies": [_strategy(one, project) for one in project.strategies],
        "portfolio": [_product(one, page) for one in book.products],
    }


def _strategy(one: Strategy, project: Project) -> dict[str, Any]:
    kind = crossing(project, one)
    return {"id": one.id, "text": one.text, "kind": kind, "uses": list(one.uses)}


def _product(one: Product, page: MarketPage) -> dict[str, Any]:
    place = {"share": one.share, "growth": one.growth}
    return {"name": one.name, **place, "quadrant": quadrant(one, page)}


def _column(column: Column) -> dict[str, Any]:
    cells = {key: {"mark": one.mark, "note": one.note or None} for key, one in column.cells.items()}
    return {
        "name": column.name or None,
        "us": column.name == US,
        "profile": column.profile,
        "cells": cells,
    }
