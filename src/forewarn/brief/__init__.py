"""The brief: one composed document, from findings to page, text and record."""
