-- What a strategy saw; a later attempt at the same shard says it anew.
insert into crawl.observations (
    run_id, source_id, strategy, position, shard_id, attempt_token, started_at, finished_at, requests, entries,
    oldest_at, newest_at, listing_ended, reach, problem, detail, etag, last_modified, body_digest,
    wanted_since, wanted_until, unchanged, read_at, read_since, tells, rules
) values (
    %(run_id)s, %(source_id)s, %(strategy)s, %(position)s, %(shard_id)s, %(token)s, %(started_at)s, now(),
    %(requests)s, %(entries)s, %(oldest_at)s, %(newest_at)s, %(listing_ended)s, %(reach)s, %(problem)s,
    %(detail)s, %(etag)s, %(last_modified)s, %(body_digest)s, %(wanted_since)s, %(wanted_until)s,
    %(unchanged)s, %(read_at)s, %(read_since)s, %(tells)s, %(rules)s
)
on conflict (run_id, source_id, strategy) do update set
    position = excluded.position,
    attempt_token = excluded.attempt_token,
    started_at = excluded.started_at,
    finished_at = excluded.finished_at,
    requests = excluded.requests,
    entries = excluded.entries,
    oldest_at = excluded.oldest_at,
    newest_at = excluded.newest_at,
    listing_ended = excluded.listing_ended,
    reach = excluded.reach,
    problem = excluded.problem,
    detail = excluded.detail,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    body_digest = excluded.body_digest,
    wanted_since = excluded.wanted_since,
    wanted_until = excluded.wanted_until,
    unchanged = excluded.unchanged,
    read_at = excluded.read_at,
    read_since = excluded.read_since,
    tells = excluded.tells,
    rules = excluded.rules;
