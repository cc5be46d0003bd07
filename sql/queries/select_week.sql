-- A week's articles, copies left out, and those of the parts of stories of the week before: with what stories are told by,
-- and the part that they are in now.
with chosen as (
    select
        articles.article_id,
        articles.version_no,
        articles.title,
        articles.body,
        articles.published_at,
        coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) as day,
        story_articles.part_id,
        story_articles.version_no as grouped_version_no,
        story_parts.week as part_week,
        story_parts.follows
    from news.articles
    left join news.story_articles on articles.article_id = story_articles.article_id
    left join news.story_parts on story_articles.part_id = story_parts.part_id
    where
        articles.merged_into is null
        and articles.taken_down_at is null
        and coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date)
        between %(week)s::date - 7 and %(week)s::date + 6
        and (articles.duplicate_of is null or news.find_original(articles.article_id) is null)
)

select
    chosen.article_id,
    chosen.version_no,
    chosen.title,
    chosen.body,
    chosen.published_at,
    chosen.day,
    chosen.part_id,
    chosen.grouped_version_no,
    chosen.follows,
    chosen.day < %(week)s::date as is_earlier,
    array(
        select mentions.entity_id::text
        from news.mentions
        where
            mentions.article_id = chosen.article_id and mentions.kind in ('PER', 'ORG', 'LOC')
            and mentions.entity_id is not null
        order by mentions.mention_no
    ) as names
from chosen
where
    chosen.day >= %(week)s::date
    or chosen.part_week = %(week)s::date - 7
order by chosen.day, chosen.article_id;
