"""The net canvas: an account's people as a net, a tree, a chain and a list. Pure, no Textual."""

from screens.kit.net.legend import legend
from screens.kit.net.net import net_picture
from screens.kit.net.tabular import chain_picture, list_picture
from screens.kit.net.tree import tree_picture

__all__ = ["chain_picture", "legend", "list_picture", "net_picture", "tree_picture"]
