"""The market of a project: customer, competitors and us, SWOT, stance, our portfolio."""
