-- The ledger's partition of a run's month must be there before its first row.
select crawl.ensure_ledger_month(%(day)s);
