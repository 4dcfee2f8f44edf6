"""The pipeline: every project in a row, edited where it stands."""
