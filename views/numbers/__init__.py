"""The faces of the numbers room: forecast, movement, shape and record, as lines. Pure."""
