-- Articles of some days with what stories and copies are told by; those of stories that reach out of the days keep theirs.
with chosen as (
    select
        article_id,
        source_id,
        title,
        body,
        coalesce(published_day, (first_stored_at at time zone 'UTC')::date) as day,
        published_at,
        url,
        case when duplicate_method = 'canonical_link' then duplicate_of end as linked_id,
        version_no
    from news.articles
    where
        merged_into is null
        and taken_down_at is null
        and coalesce(published_day, (first_stored_at at time zone 'UTC')::date)
        between %(first_day)s and %(last_day)s
),

stories_of_chosen as (
    select distinct story_articles.story_id
    from chosen
    inner join news.story_articles on chosen.article_id = story_articles.article_id
),

reaching_out as (
    select story_id
    from news.story_articles
    where story_id in (select stories_of_chosen.story_id from stories_of_chosen)
    group by story_id
    having min(day) < %(first_day)s or max(day) > %(last_day)s
)

select
    chosen.*,
    linked.url as linked_url,
    reaching_out.story_id as kept_story_id,
    array(
        select coalesce(entities.merged_into, entities.entity_id)::text
        from news.mentions
        inner join news.entities on mentions.entity_id = entities.entity_id
        where mentions.article_id = chosen.article_id and mentions.kind in ('PER', 'ORG', 'LOC')
        order by mentions.mention_no
    ) as names
from chosen
left join news.story_articles on chosen.article_id = story_articles.article_id
left join news.articles as linked on chosen.linked_id = linked.article_id
left join reaching_out on story_articles.story_id = reaching_out.story_id
order by chosen.day, chosen.article_id;
