-- Articles of some days with what stories and copies are told by; those of stories that reach out of the days keep theirs.
with chosen as (
    select
        articles.*,
        coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) as day
    from news.articles
    where
        articles.merged_into is null
        and articles.taken_down_at is null
        and coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date)
        between %(first_day)s and %(last_day)s
)

select
    chosen.article_id,
    chosen.source_id,
    chosen.title,
    chosen.body,
    chosen.day,
    chosen.published_at,
    chosen.url,
    chosen.original_url,
    chosen.version_no,
    case
        when exists (
            select 1
            from news.story_articles as others
            where
                others.story_id = story_articles.story_id
                and (others.day < %(first_day)s or others.day > %(last_day)s)
        )
            then story_articles.story_id
    end as kept_story_id,
    array(
        select coalesce(entities.merged_into, entities.entity_id)::text
        from news.mentions
        inner join news.entities on mentions.entity_id = entities.entity_id
        where mentions.article_id = chosen.article_id and mentions.kind in ('PER', 'ORG', 'LOC')
    ) as names
from chosen
left join news.story_articles on chosen.article_id = story_articles.article_id
order by chosen.day, chosen.article_id;
