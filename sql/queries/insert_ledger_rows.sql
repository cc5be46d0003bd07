-- A run notes a URL once, whatever strategies and attempts find it again.
insert into crawl.ledger (started_on, run_id, source_id, url, shard_id, attempt_token, strategy)
values (%(started_on)s, %(run_id)s, %(source_id)s, %(url)s, %(shard_id)s, %(token)s, %(strategy)s)
on conflict do nothing;
