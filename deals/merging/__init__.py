"""Three-way merging of two people's changes to the same record.

`base` is what both started from, `ours` what we made of it, `theirs` what is stored by now. Saving
a change merges it with `prefer="ours"`, for the later edit of a field wins; undoing one merges its
inverse with `prefer="theirs"`, for nobody's edit is undone but one's own.
"""
