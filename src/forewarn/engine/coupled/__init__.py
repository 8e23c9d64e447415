"""Comparisons: futures of several cases run coupled, and how answers differ."""
