"""Netloft as it is installed: the one package that a user's site-packages shows."""
