-- Parts that go on from a week's, to the end of their chains, are in the same story; gives the stories that lost and won.
with recursive chains as (
    select
        story_parts.part_id,
        story_parts.story_id
    from news.story_parts
    where story_parts.week = %(week)s
    union all
    select
        later.part_id,
        chains.story_id
    from chains
    inner join news.story_parts as later on chains.part_id = later.follows
),

changed as (
    select
        chains.part_id,
        chains.story_id,
        story_parts.story_id as was_story_id
    from chains
    inner join news.story_parts on chains.part_id = story_parts.part_id
    where chains.story_id <> story_parts.story_id
),

renamed as (
    update news.story_parts
    set story_id = changed.story_id
    from changed
    where story_parts.part_id = changed.part_id
),

moved as (
    update news.story_articles
    set story_id = changed.story_id, run_id = %(run_id)s
    from changed
    where story_articles.part_id = changed.part_id and story_articles.story_id <> changed.story_id
)

select changed.story_id
from changed
union
select changed.was_story_id
from changed;
