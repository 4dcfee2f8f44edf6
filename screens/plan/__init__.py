"""The goals, the plan and the team of one project."""
