"""Files that come into the store and go out of it: exports, spreadsheets, cards and plans."""
