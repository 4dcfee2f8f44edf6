"""What every screen is made of; the wording is in here too, and can be loaded without Textual."""
