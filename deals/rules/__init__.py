"""What a project must live up to: triage rules, gates of stages, limits of gifts."""
