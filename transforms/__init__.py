"""Pure functions over frozen records: no I/O, no clock, no globals."""
