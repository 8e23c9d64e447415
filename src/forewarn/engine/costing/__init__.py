"""Costing: what futures cost, added up as they are told again."""
