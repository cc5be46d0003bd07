-- Entities with a word of those asked for in their name or an alias, or of an id, whatever case and accents: the whole
-- name first, then those with all of the words, then those spoken of most. A merged one counts with what it is now.
with asked as (
    select
        news.fold_name(%(words)s) as words,
        regexp_split_to_array(news.fold_name(%(words)s), ' ') as each_word
),

spelt as (
    select
        entities.entity_id,
        spellings.is_alias,
        news.fold_name(spellings.spelling) as spelling
    from news.entities
    cross join
        lateral (
            select
                entities.name as spelling,
                false as is_alias
            union all
            select
                aliases.alias as spelling,
                true as is_alias
            from unnest(entities.aliases) as aliases (alias)
        ) as spellings
    where entities.name <> ''
),

ranked as (
    select
        spelt.entity_id,
        min(
            case
                when spelt.spelling = asked.words then 0
                when regexp_split_to_array(spelt.spelling, ' ') @> asked.each_word then 2
                else 4
            end + spelt.is_alias::integer
        ) as place
    from spelt
    cross join asked
    where asked.words <> '' and regexp_split_to_array(spelt.spelling, ' ') && asked.each_word
    group by spelt.entity_id
    union all
    select
        entities.entity_id,
        0 as place
    from news.entities
    where entities.entity_id::text = lower(%(words)s)
),

chosen as (
    select
        ranked.entity_id,
        min(ranked.place) as place,
        min(coalesce(entities.merged_into, entities.entity_id)::text)::uuid as counts_as
    from ranked
    inner join news.entities on ranked.entity_id = entities.entity_id
    group by ranked.entity_id
),

counted as (
    select
        roots.counts_as,
        count(*) as mentions,
        count(distinct articles.article_id) as articles,
        min(articles.published_day) as first_day,
        max(articles.published_day) as last_day
    from (select distinct chosen.counts_as from chosen) as roots
    inner join
        news.entities
        on roots.counts_as = entities.entity_id or roots.counts_as = entities.merged_into
    inner join news.mentions on entities.entity_id = mentions.entity_id
    inner join news.articles on mentions.article_id = articles.article_id
    where articles.merged_into is null and articles.taken_down_at is null
    group by roots.counts_as
)

select
    entities.entity_id,
    entities.kind,
    entities.name,
    entities.aliases,
    coalesce(entities.country, merged.country) as country,
    coalesce(entities.role, merged.role) as role,
    entities.merged_into,
    merged.name as merged_into_name,
    coalesce(counted.mentions, 0) as mentions,
    coalesce(counted.articles, 0) as articles,
    counted.first_day,
    counted.last_day
from chosen
inner join news.entities on chosen.entity_id = entities.entity_id
left join news.entities as merged on entities.merged_into = merged.entity_id
left join counted on chosen.counts_as = counted.counts_as
order by
    chosen.place asc,
    mentions desc,
    (entities.merged_into is not null) asc,
    entities.name asc,
    entities.entity_id asc
limit 50;
