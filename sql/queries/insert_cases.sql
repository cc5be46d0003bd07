-- A row that failed an expectation is kept whole, with its analysis and the expectation in words.
with failed as (
    select
        %(run_id)s::text as run_id,
        %(reason)s::text as reason,
        %(expectation)s::text as expectation,
        %(in_words)s::text as in_words,
        %(captures)s::bigint[] as captures
)

insert into quality.quarantine (
    run_id,
    source_id,
    capture_id,
    url,
    reason,
    expectation,
    in_words,
    row_as_staged
)
select
    articles.run_id,
    articles.source_id,
    articles.capture_id,
    articles.url,
    failed.reason,
    failed.expectation,
    failed.in_words,
    to_jsonb(articles) || jsonb_build_object('analysis', to_jsonb(analyses))
from failed
inner join staging.articles as articles
    on failed.run_id = articles.run_id and articles.capture_id = any(failed.captures)
left join staging.analyses as analyses
    on articles.run_id = analyses.run_id and articles.capture_id = analyses.capture_id
order by articles.capture_id
on conflict (run_id, capture_id, expectation) do update
    set
        reason = excluded.reason,
        in_words = excluded.in_words,
        row_as_staged = excluded.row_as_staged,
        state = 'held',
        state_by = null,
        state_at = null
    where quarantine.state <> 'dismissed';
