"""The pages for users are true: what they show is run, and where they point there is something."""
