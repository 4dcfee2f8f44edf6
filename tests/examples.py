"""How many examples of a law are looked at: few in `make test`, many in `make soak`."""

from __future__ import annotations

import os

SOAKING = "NETLOFT_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("NETLOFT_EXAMPLES", "8"))
FEW = max(2, EXAMPLES // 10)
"""For laws of which each example drives an app."""
