"""The first start: a sample to look at, a table to import, or an empty book."""
