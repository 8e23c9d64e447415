"""Exact answers: the joint Markov chain, solved without sampling."""
