"""The command line: parse what was asked, call the workbench, show what came."""
