-- The latest cases of quarantine, newest first.
select
    quarantine_id,
    source_id,
    url,
    reason,
    expectation,
    in_words,
    state,
    quarantined_at
from quality.quarantine
where
    (%(state)s::text is null or state = %(state)s)
    and (%(source_id)s::text is null or source_id = %(source_id)s)
order by quarantine_id desc
limit %(most)s;
