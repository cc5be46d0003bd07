-- A month of the ledger goes at once; null while a run of it is not over.
select crawl.drop_ledger_month(%(day)s) as dropped;
