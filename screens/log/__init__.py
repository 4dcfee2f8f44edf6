"""The log of a project: who moved what, and every touch."""
