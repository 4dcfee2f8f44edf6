"""The parts of papers about projects: each a function from a `ReportContext` to a `ReportPart`."""
