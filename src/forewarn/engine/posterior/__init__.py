"""The posterior: what is believed once it is known what happened."""
