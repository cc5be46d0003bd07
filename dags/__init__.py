"""Tables of contents of the Airflow runs: schedule, order, mapping; no logic, no SQL."""
