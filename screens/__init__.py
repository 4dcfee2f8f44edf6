"""The rooms a user looks at: one folder a screen, and the kit that all of them are made of."""
