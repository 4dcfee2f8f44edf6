"""How fast and how quiet the app is in a real terminal: `python -m tests.benchmarks`."""

READY = "nothing but this"
