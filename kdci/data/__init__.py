"""Data sets: images that come inside well-kept packages, prepared once and cached."""
