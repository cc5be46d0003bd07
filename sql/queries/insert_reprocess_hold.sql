-- Leave a source as it is in this reprocess; the first reason stays.
insert into quality.reprocess_holds (run_id, source_id, because)
values (%(run_id)s, %(source_id)s, %(because)s)
on conflict (run_id, source_id) do nothing;
