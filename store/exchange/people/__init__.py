"""One project's people as files have them: address cards and tables of contacts, in and out."""
