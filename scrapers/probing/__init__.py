"""Looking at a site before it is a source, and trying a source without a run."""
