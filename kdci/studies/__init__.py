"""Studies: a YAML file that describes runs, the runs, and their results, one JSON file a run."""

from kdci.studies.folders import FOLDER, RELEASED, folder_of

__all__ = ["FOLDER", "RELEASED", "folder_of"]
