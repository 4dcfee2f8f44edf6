"""Benchmarks of speed and quiet in a real terminal: `python -m tests.benchmarks`."""

READY = "nothing but this"
