-- While a takedown writes, no crawl and no step writes pages: each sees either nothing of it or all. Ends with the
-- transaction.
select pg_advisory_xact_lock(hashtext('dateline takedown'));
