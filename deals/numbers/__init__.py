"""The numbers that a manager steers by, each of them exact and traced to its projects."""
