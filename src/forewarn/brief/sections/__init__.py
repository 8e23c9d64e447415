"""Sections of the brief, one small file each, all of one signature."""
