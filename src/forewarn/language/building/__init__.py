"""From the layout of model files to a checked case, with everything found wrong."""
