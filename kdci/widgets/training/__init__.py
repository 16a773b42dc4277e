"""Training in a reader's browser: one step of `kdci.training.fit` as a graph."""
