"""What must hold of a run's articles: suites as code, their check, and the pages that show it."""
