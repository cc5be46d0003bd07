"""The shell: settings, steps, command line, local stack, newsroom page."""
