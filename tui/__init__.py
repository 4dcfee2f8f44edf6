"""The front door: the command line, the terminal and language settled, and the app behind it."""
