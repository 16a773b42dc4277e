"""Studies: a YAML file that describes runs, the runs, and their results, one JSON file a run."""
