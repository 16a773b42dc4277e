"""Drawing one's own mask: one decoder for all masks, and the instrument around it."""
