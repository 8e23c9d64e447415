"""What people write, read: numbers, conditions and model files."""
