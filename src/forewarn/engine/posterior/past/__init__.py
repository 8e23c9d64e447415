"""The past: what history before the start tells of hazards."""
