"""How the models that come with Dateline are made; not part of what is installed."""
