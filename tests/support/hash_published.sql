-- One hash of everything that is published, without run ids and clock columns: the measure of "effectively once".
-- What only the wording tells of copies is the business of the grouping, which comes later.
-- Numbers of captures depend on how often something was fetched; the digest of the page they hold does not.
with published (kind, line) as (
    select
        'articles',
        (
            to_jsonb(a) - 'run_id' - 'first_published_run_id' - 'first_stored_at' - 'fetched_at' - 'updated_at'
            - 'gone_at' - 'taken_down_at' - 'search' - 'capture_id' - 'duplicate_run_id' - 'merged_run_id'
            || case
                when a.duplicate_method = 'shingles'
                    then '{"duplicate_of": null, "duplicate_method": null, "duplicate_similarity": null}'::jsonb
                else '{}'::jsonb
            end
        )::text
        || (a.gone_at is not null)::text || (a.taken_down_at is not null)::text
    from news.articles as a
    union all
    select 'article_urls', (to_jsonb(u) - 'first_seen_at')::text from news.article_urls as u
    union all
    select
        'article_versions',
        (to_jsonb(v) - 'run_id' - 'fetched_at' - 'derived_at' - 'capture_id')::text || c.body_digest
    from news.article_versions as v
    inner join crawl.captures as c on c.capture_id = v.capture_id
    union all
    select 'entities', (to_jsonb(e) - 'first_seen_at' - 'updated_at' - 'run_id')::text from news.entities as e
    union all
    select 'mentions', (to_jsonb(m) - 'run_id')::text from news.mentions as m
    union all
    select 'places', (to_jsonb(p) - 'run_id')::text from news.places as p
    union all
    select 'quotes', (to_jsonb(q) - 'run_id')::text from news.quotes as q
    union all
    select 'figures', (to_jsonb(f) - 'run_id')::text from news.figures as f
)

select encode(sha256(convert_to(coalesce(string_agg(kind || ' ' || line, e'\n' order by kind, line), ''), 'UTF8')), 'hex')
    as published_hash
from published
