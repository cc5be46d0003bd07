-- Rows of a source that is held back wait for a person, whole and with the reason in words.
insert into quality.quarantine (
    run_id, source_id, capture_id, url, reason, expectation, in_words, row_as_staged
)
select
    articles.run_id,
    articles.source_id,
    articles.capture_id,
    articles.url,
    'source_held' as reason,
    'source_held' as expectation,
    coalesce(sources.held_because, 'the source is held back') as in_words,
    to_jsonb(articles) - 'attempt_token' as row_as_staged
from staging.articles
inner join crawl.sources on articles.source_id = sources.source_id
where articles.run_id = %(run_id)s and articles.capture_id = any(%(capture_ids)s)
order by articles.capture_id
on conflict (run_id, capture_id, expectation) do nothing;
