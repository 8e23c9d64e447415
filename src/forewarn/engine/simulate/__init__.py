"""Simulated answers: futures drawn one by one, in many worlds."""
