"""Readers: one file a layout, each to a series of counts by day."""
