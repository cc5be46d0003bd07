-- Entities that nothing names any more, and of which nobody decided that they are another one.
delete from news.entities
where
    entities.entity_id = any(%(entity_ids)s::uuid[])
    and not exists (
        select 1
        from news.entities as merged
        where merged.merged_into = entities.entity_id
    )
    and not exists (
        select 1
        from news.entity_merges
        where entities.entity_id in (entity_merges.entity_id, entity_merges.into_entity_id)
    );
