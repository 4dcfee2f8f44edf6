"""Diagrams of an account's people: a net, a tree, a chain and a list. Pure, no Textual.

The net is drawn in steps: `placement` puts everybody into rows and columns, `label_lines` writes
the two lines of each, `influence_badges` numbers who sways whom, `rails` finds and draws the
approval lines and what reporting runs straight, `net` puts all of it together.
"""

from views.network.net import draw_network
from views.network.org_tree import draw_org_tree
from views.network.tables import draw_chain, draw_contact_list

__all__ = ["draw_chain", "draw_contact_list", "draw_network", "draw_org_tree"]
