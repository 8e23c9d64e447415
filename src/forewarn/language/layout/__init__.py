"""The layout of a model file: every section and key, what belongs there, and why."""
