"""The people of a project: the net over the account, as tree, decision chain and list too."""
