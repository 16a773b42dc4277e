"""Films of trainings: runs of released studies, kept at moments, which a reader scrubs or plays."""
