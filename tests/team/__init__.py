"""The team's server, on a real PostgreSQL."""
