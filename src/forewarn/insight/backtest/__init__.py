"""Back-tests: what a case would have said through the past, and how that turned out."""
