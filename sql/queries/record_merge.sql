-- Who merged what into what, when and why; nothing if either was merged meanwhile so that this would make a circle, or a
-- second merge of one.
with recursive onward as (
    select %(into_entity_id)s::uuid as entity_id
    union
    select decided.into_entity_id as entity_id
    from onward
    inner join news.entity_merges as decided on onward.entity_id = decided.entity_id and decided.undone_at is null
)

insert into news.entity_merges (entity_id, into_entity_id, because, decided_by)
select
    %(entity_id)s::uuid as entity_id,
    %(into_entity_id)s::uuid as into_entity_id,
    %(because)s::text as because,
    %(decided_by)s::text as decided_by
where
    not exists (
        select 1
        from onward
        where onward.entity_id = %(entity_id)s::uuid
    )
    and not exists (
        select 1
        from news.entity_merges
        where entity_merges.entity_id = %(entity_id)s::uuid and entity_merges.undone_at is null
    )
returning merge_id;
