"""Measures of image quality, of encoders, and of differences between systems."""
