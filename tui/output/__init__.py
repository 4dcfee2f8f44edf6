"""What the command line prints: pure makers of text and JSON, and the one way to the terminal."""
