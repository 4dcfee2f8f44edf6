"""A sentence for every code with which the rooms below the screens refuse.

A sentence begins small and ends without a full stop, for it may stand behind a place; it may name
any figure of its refusal by a placeholder.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .files import FILES
from .planning import PLANNING
from .playbook import PLAYBOOK
from .store import STORE
from .values import VALUES

SENTENCES: Mapping[str, str] = MappingProxyType(
    {**VALUES, **PLAYBOOK, **STORE, **FILES, **PLANNING}
)
