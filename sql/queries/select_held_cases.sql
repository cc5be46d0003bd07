-- The cases that a person decides at once: all that are held of one source, or of one row.
with asked as (
    select
        %(source_id)s::text as source_id,
        %(quarantine_id)s::bigint as quarantine_id
),

named as (
    select
        cases.run_id,
        cases.capture_id
    from asked
    inner join quality.quarantine as cases on asked.quarantine_id = cases.quarantine_id
)

select cases.quarantine_id
from quality.quarantine as cases
cross join asked
left join named on cases.run_id = named.run_id and cases.capture_id = named.capture_id
where cases.state = 'held' and (cases.source_id = asked.source_id or named.capture_id is not null)
order by cases.quarantine_id;
