"""Diagrams of an account's people: a net, a tree, a chain and a list. Pure, no Textual.

The net is drawn in steps: `placement` puts everybody into rows and columns, `label_lines` writes
the two lines of each, `influence_badges` numbers who sways whom, `rails` finds and draws the
approval lines and what reporting runs straight, `net` puts all of it together. `org_tree` draws the
tree, `tables` the chain and the list.

Nothing is imported here: the first screen needs a sign or two of it and draws none.
"""
