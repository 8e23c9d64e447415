"""Exact beliefs: forward filtering and backward smoothing of small joint chains."""
