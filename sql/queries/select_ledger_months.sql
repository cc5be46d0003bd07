-- The months for which the ledger has partitions.
select to_date(right(parts.relname::text, 7), 'YYYY_MM') as first_day
from pg_catalog.pg_inherits as inherited
inner join pg_catalog.pg_class as parts on inherited.inhrelid = parts.oid
where inherited.inhparent = 'crawl.ledger'::regclass and parts.relname ~ '^ledger_\d{4}_\d{2}$'
order by first_day;
