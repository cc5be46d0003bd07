-- The cases that a person decides at once: all that are held of one source, or of one row.
with named as (
    select
        run_id,
        capture_id
    from quality.quarantine
    where quarantine_id = %(quarantine_id)s
)

select cases.quarantine_id
from quality.quarantine as cases
left join named on cases.run_id = named.run_id and cases.capture_id = named.capture_id
cross join (select %(source_id)s::text as source_id) as asked
where cases.state = 'held' and (cases.source_id = asked.source_id or named.capture_id is not null)
order by cases.quarantine_id;
