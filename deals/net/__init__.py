"""The net laid over a customer's people: where it holds, where it has holes, and how to mend it."""
