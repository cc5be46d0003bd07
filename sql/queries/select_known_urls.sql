-- What a listing need not show for a run to look at it again: a source's young articles, to see whether they changed; and,
-- where the listing is unchanged, all that it listed from `listed_since` on. What has no article yet goes first,
-- then what was fetched longest ago: where room is short, each has its turn.
select
    urls.url,
    urls.listed_published_at as published_at,
    coalesce(urls.strategy, 'known') as strategy
from crawl.urls
where
    urls.source_id = %(source_id)s
    and urls.gone_at is null
    and urls.strategy not like 'warc:%%'
    and (
        (
            urls.article_id is not null
            and coalesce(urls.published_day, (urls.first_seen_at at time zone 'UTC')::date) >= %(young_since)s
        )
        or coalesce(
            urls.published_day,
            (urls.listed_published_at at time zone 'UTC')::date,
            (urls.last_seen_at at time zone 'UTC')::date
        ) >= %(listed_since)s
    )
order by (urls.article_id is not null) asc, urls.fetched_at asc nulls first, urls.url asc
limit %(most)s;
