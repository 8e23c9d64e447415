"""Engines: answers from a network, exact or simulated."""
