"""The net canvas: an account's people as a net, a tree, a chain and a list. Pure, no Textual."""

from views.network.labels import legend
from views.network.net import net_picture
from views.network.org_tree import tree_picture
from views.network.tables import chain_picture, list_picture

__all__ = ["chain_picture", "legend", "list_picture", "net_picture", "tree_picture"]
