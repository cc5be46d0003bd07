-- Entities that articles name, before what was found in their texts is erased.
select article_entities.entity_id
from news.article_entities
where article_entities.article_id = any(%(article_ids)s::uuid[])
union
select mentions.entity_id
from news.mentions
where mentions.article_id = any(%(article_ids)s::uuid[]) and mentions.entity_id is not null
union
select quotes.speaker_entity_id
from news.quotes
where quotes.article_id = any(%(article_ids)s::uuid[]) and quotes.speaker_entity_id is not null
union
select figures.claimant_entity_id
from news.figures
where figures.article_id = any(%(article_ids)s::uuid[]) and figures.claimant_entity_id is not null
order by entity_id;
