"""Stages: what the brief needs computed, in parts, each kept once it is finished."""
