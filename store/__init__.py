"""The only room that opens files: the store itself, its settings, and what goes in and out."""
