"""Pictures of a run, one file a kind, each a Vega-Lite specification."""
