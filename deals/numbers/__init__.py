"""The numbers of a book: forecasts, what became of them, and how people work (method, 4 and 8)."""
