"""Learning: what the posterior makes of each number, beside what was written."""
