"""The numbers from the shell."""
