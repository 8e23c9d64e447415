"""Rare answers: futures guided towards what is asked, and weighed for it."""
