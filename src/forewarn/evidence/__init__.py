"""Evidence: what was observed, read from the files of others."""
