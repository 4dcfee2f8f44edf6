"""Output of the command line: pure makers of text and JSON, and the one way to the terminal."""
