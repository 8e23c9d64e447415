"""Gradients: how much each number of a model moves an answer."""
