"""The writers: from a `Report` to the bytes of a file, a module for each format."""
