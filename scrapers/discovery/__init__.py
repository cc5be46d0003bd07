"""Finding what a source published in a window: listings read without touching the network."""
