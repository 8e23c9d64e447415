"""Judgement: what people and models said, held against what happened."""
