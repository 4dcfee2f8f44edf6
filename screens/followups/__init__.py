"""Follow-ups: the people to be seen across all projects, those promised something first."""
