-- Who merged what into what, when and why.
insert into news.entity_merges (entity_id, into_entity_id, because, decided_by)
values (%(entity_id)s, %(into_entity_id)s, %(because)s, %(decided_by)s)
returning merge_id;
