"""A team on a PostgreSQL server: who is in it, what they push and pull, what they may see."""
