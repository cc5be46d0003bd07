-- Entities that no text names any more.
select asked.entity_id
from unnest(%(entity_ids)s::uuid[]) as asked (entity_id)
where
    not exists (
        select 1
        from news.article_entities
        where article_entities.entity_id = asked.entity_id
    )
    and not exists (
        select 1
        from news.mentions
        where mentions.entity_id = asked.entity_id
    )
    and not exists (
        select 1
        from news.quotes
        where quotes.speaker_entity_id = asked.entity_id
    )
    and not exists (
        select 1
        from news.figures
        where figures.claimant_entity_id = asked.entity_id
    )
order by asked.entity_id;
