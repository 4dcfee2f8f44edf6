"""Diagrams of an account's people: a net, a tree, a chain and a list. Pure, no Textual.

The net is drawn in steps: `placement` gives each node a row and a slot, `edges` lists what binds
them, `edge_routing` finds each edge a path through `channels`, `layout` turns all into cells, and
`edge_drawing` draws the lines.
"""

from views.network.labels import legend
from views.network.net import net_picture
from views.network.org_tree import tree_picture
from views.network.tables import chain_picture, list_picture

__all__ = ["chain_picture", "legend", "list_picture", "net_picture", "tree_picture"]
