-- Full-text search: each article is searched in its own language's configuration, through the index on its search column.
-- Ranking comes before highlighting, which reads whole texts and is done only for the rows that are returned.
-- The snippet is plain text: found words stand between asterisks, and no < or > of a page survives in it.
create or replace function report.search_articles(
    query text,
    language text default null,
    source text default null,
    first_day date default null,
    last_day date default null,
    most integer default 20
)
returns table (
    rank real,
    day date,
    source_id text,
    title text,
    snippet text,
    url text,
    article_language text,
    article_id uuid
)
language sql stable parallel safe
as $$
    with configurations as (
        select distinct on (news.search_configuration(known.code))
            news.search_configuration(known.code) as configuration,
            websearch_to_tsquery(news.search_configuration(known.code), search_articles.query) as wanted
        from unnest(
            case
                when search_articles.language is not null then array[search_articles.language]
                else string_to_array(
                    'ar ca da de el en es eu fi fr ga hi hu hy id it lt ne nl no pt ro ru sr sv ta tr yi other', ' '
                )
            end
        ) as known (code)
    ),

    found as (
        select
            ts_rank_cd(articles.search, configurations.wanted, 1) as rank,
            configurations.configuration,
            configurations.wanted,
            articles.article_id
        from configurations
        cross join lateral (
            select
                candidates.article_id,
                candidates.published_day,
                candidates.search
            from news.articles as candidates
            where
                candidates.search @@ configurations.wanted
                and news.search_configuration(candidates.language) = configurations.configuration
                and candidates.merged_into is null
                and candidates.taken_down_at is null
                and (search_articles.language is null or candidates.language = search_articles.language)
                and (search_articles.source is null or candidates.source_id = search_articles.source)
                and (search_articles.first_day is null or candidates.published_day >= search_articles.first_day)
                and (search_articles.last_day is null or candidates.published_day <= search_articles.last_day)
            offset 0 -- keeps the planner from reading every article to join it with the configurations
        ) as articles
        order by rank desc, articles.published_day desc nulls last, articles.article_id asc
        limit case when search_articles.most is not null then greatest(search_articles.most, 0) end
    )

    select
        found.rank,
        articles.published_day,
        articles.source_id,
        articles.title,
        regexp_replace(
            ts_headline(
                found.configuration,
                translate(left(articles.body, 200000), '<>', '‹›'),
                found.wanted,
                'StartSel=**, StopSel=**, MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=" … "'
            ),
            '\s+', ' ', 'g'
        ),
        articles.url,
        articles.language,
        articles.article_id
    from found
    inner join news.articles on found.article_id = articles.article_id
    order by found.rank desc, articles.published_day desc nulls last, articles.article_id asc
$$;

comment on function report.search_articles(text, text, text, date, date, integer) is
'Articles that match a web-search query ("exact words", or, -not), the best first, with a plain-text snippet in which found words stand between asterisks. The snippet comes from a page: escape it like any other text before showing it in a browser.';
