"""Who works where, and on what."""
