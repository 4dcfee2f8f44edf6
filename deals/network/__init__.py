"""The network of a customer's people: what we hold, what we lack, who could introduce us."""
