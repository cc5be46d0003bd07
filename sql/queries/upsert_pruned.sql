-- Entries that the window pruned, counted; a later attempt at the same shard counts anew.
insert into crawl.pruned (run_id, source_id, strategy, reason, entries)
values (%(run_id)s, %(source_id)s, %(strategy)s, %(reason)s, %(entries)s)
on conflict (run_id, source_id, strategy, reason) do update set entries = excluded.entries;
