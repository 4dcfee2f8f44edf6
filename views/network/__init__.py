"""Diagrams of an account's people: a net, a tree, a chain and a list. Pure, no Textual.

The net is drawn in steps: `placement` gives each node a row and a slot, `edge_routing` lists what
binds them and finds each edge a path, `net` turns all into cells and draws the lines.
"""

from views.network.net import draw_network
from views.network.org_tree import draw_org_tree
from views.network.tables import draw_chain, draw_contact_list

__all__ = ["draw_chain", "draw_contact_list", "draw_network", "draw_org_tree"]
