"""A made-up office whose reps send their tables every week, and the truth behind these."""
