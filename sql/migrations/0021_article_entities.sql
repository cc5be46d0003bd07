-- What each article says of an entity is kept by article: so the entity is the same whichever came first, follows the
-- latest, and forgets what was erased. Merges never make circles, and each entity is merged into one other at most.
create table news.article_entities (
    article_id uuid not null references news.articles,
    entity_id uuid not null references news.entities,
    name text not null,
    aliases text[] not null default '{}',
    country text,
    role text,
    method text,
    run_id text not null,
    primary key (article_id, entity_id)
);
create index article_entities_by_entity on news.article_entities (entity_id);
comment on table news.article_entities is 'What the current version''s text says of each entity.';
comment on column news.article_entities.article_id is 'The article.';
comment on column news.article_entities.entity_id is 'The entity.';
comment on column news.article_entities.name is 'Its fullest name there.';
comment on column news.article_entities.aliases is 'Its other names there.';
comment on column news.article_entities.country is 'ISO 3166-1 alpha-2 code.';
comment on column news.article_entities.role is 'Role or title there.';
comment on column news.article_entities.method is 'How it was told from others.';
comment on column news.article_entities.run_id is 'Run that wrote it.';
comment on column news.entities.role is 'Role or title, by the latest article that gives one.';
comment on column news.entities.country is 'ISO 3166-1 alpha-2 code, by the latest article that gives one.';

create function news.choose_name(names text[]) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select name
    from unnest(names) as name
    order by length(name) desc, name collate "C" asc
    limit 1
$$;
comment on function news.choose_name(text[]) is 'Of the names of one entity the one to show: the longest, else the first by letters.';

-- What earlier versions wrote: the names of the text; role and country cannot be told apart by article any more.
insert into news.article_entities (article_id, entity_id, name, aliases, country, role, method, run_id)
select
    found.article_id,
    found.entity_id,
    found.name,
    news.join_names(found.name, found.names) as aliases,
    entities.country,
    entities.role,
    entities.method,
    found.run_id
from (
    select
        mentions.article_id,
        mentions.entity_id,
        case
            when min(known.country) is not null and min(known.kind) = 'LOC' then min(known.name)
            else news.choose_name(array_agg(mentions.surface))
        end as name,
        array_agg(mentions.surface) as names,
        min(mentions.run_id) as run_id
    from news.mentions
    inner join news.entities as known on mentions.entity_id = known.entity_id
    group by mentions.article_id, mentions.entity_id
) as found
inner join news.entities on found.entity_id = entities.entity_id;

update news.entity_merges
set undone_at = now()
where undone_at is null and entity_id = into_entity_id;

update news.entity_merges
set undone_at = now()
where
    undone_at is null
    and exists (
        select 1
        from news.entity_merges as former
        where
            former.entity_id = entity_merges.entity_id
            and former.undone_at is null
            and former.merge_id < entity_merges.merge_id
    );

with recursive steps as (
    select
        closing.merge_id,
        closing.entity_id,
        closing.into_entity_id
    from news.entity_merges as closing
    where closing.undone_at is null
    union
    select
        steps.merge_id,
        steps.entity_id,
        former.into_entity_id
    from steps
    inner join
        news.entity_merges as former
        on
            steps.into_entity_id = former.entity_id
            and former.undone_at is null
            and steps.merge_id > former.merge_id
)

update news.entity_merges
set undone_at = now()
from steps
where entity_merges.merge_id = steps.merge_id and steps.into_entity_id = steps.entity_id;

update news.entities
set merged_into = null
where merged_into is not null;

with recursive chains as (
    select
        decided.entity_id,
        decided.into_entity_id
    from news.entity_merges as decided
    where decided.undone_at is null
    union
    select
        chains.entity_id,
        decided.into_entity_id
    from chains
    inner join
        news.entity_merges as decided
        on chains.into_entity_id = decided.entity_id and decided.undone_at is null
),

ends as (
    select
        chains.entity_id,
        chains.into_entity_id
    from chains
    left join
        news.entity_merges as onward
        on chains.into_entity_id = onward.entity_id and onward.undone_at is null
    where onward.merge_id is null
)

update news.entities
set merged_into = ends.into_entity_id
from ends
where entities.entity_id = ends.entity_id;

create unique index entity_merges_open on news.entity_merges (entity_id)
where undone_at is null;
alter table news.entity_merges add constraint entity_merges_of_two check (
    entity_id <> into_entity_id or undone_at is not null
);
alter table news.entities add constraint entities_of_two check (merged_into <> entity_id);
create index entity_merges_into on news.entity_merges (into_entity_id);
