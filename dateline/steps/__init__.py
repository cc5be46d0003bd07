"""The steps of a run: read, transform, write; each may run again at any time."""
