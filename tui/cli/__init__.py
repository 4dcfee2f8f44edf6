"""The commands; a module in here loads nothing slow before the command it holds is run."""
