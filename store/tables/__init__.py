"""What goes into the store and out of it: exports, spreadsheets and tables, papers."""
