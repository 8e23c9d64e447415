"""Path statistics: what recorded futures did, and how long they could have."""
