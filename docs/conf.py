"""Settings of the documentation: pages in Markdown, one theme, warnings are errors."""

from forewarn.model.version import VERSION

project = "forewarn"
author = "forewarn engineers"
release = version = VERSION
extensions = ["myst_parser"]
html_theme = "furo"
html_title = f"forewarn {VERSION}"
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 3  # a problem's code and a command can be linked to
# Bad examples are no YAML, and blocks of several files are no language at all.
suppress_warnings = ["misc.highlighting_failure"]
