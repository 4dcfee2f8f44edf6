"""The strategy of a project: the questions of the method, answered with what shows it."""
