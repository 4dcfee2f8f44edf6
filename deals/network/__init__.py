"""The network of a customer's people: what we hold, what we lack, who could introduce us."""

from __future__ import annotations

from deals.network.analysis import AnalysisCache, analyse
from deals.network.findings import (
    ApprovalPlace,
    CompetitorHold,
    EdgeKind,
    InfluenceScore,
    InfluenceShare,
    Introduction,
    IntroductionRoute,
    LineState,
    NetworkFindings,
    SinglePoint,
)
from deals.network.introductions import find_introductions

__all__ = [
    "AnalysisCache",
    "ApprovalPlace",
    "CompetitorHold",
    "EdgeKind",
    "InfluenceScore",
    "InfluenceShare",
    "Introduction",
    "IntroductionRoute",
    "LineState",
    "NetworkFindings",
    "SinglePoint",
    "analyse",
    "find_introductions",
]
