-- Say how a source's crawl ended: its trouble is its own, and its shard's next attempt leaves out those that are done.
insert into crawl.source_crawls (run_id, source_id, shard_id, state, message)
values (%(run_id)s, %(source_id)s, %(shard_id)s, %(state)s, %(message)s)
on conflict (run_id, source_id) do update set
    shard_id = excluded.shard_id,
    state = excluded.state,
    message = excluded.message,
    ended_at = now();
