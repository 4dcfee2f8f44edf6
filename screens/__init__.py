"""The screens: what all are made of, and a room for each.

A room's `__init__.py` gives the class of its screen the commands. They are typed by the screen, so
were they imported by it, the two modules would go round in a circle.
"""
