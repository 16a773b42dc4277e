"""Patterns that nobody learned, the rivals: one file a modality."""
