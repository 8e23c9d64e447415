"""The posterior by sampling: numbers and hidden trajectories, drawn in turn."""
