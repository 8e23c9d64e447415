"""Insight: what a case says of the past, of causes and of what may come."""
