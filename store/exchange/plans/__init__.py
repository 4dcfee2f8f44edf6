"""An implementation plan as a table, in the columns of the form that people fill in by hand."""
