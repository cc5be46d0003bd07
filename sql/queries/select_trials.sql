-- The last trial of each source, and when one last worked.
select
    source_id,
    worked,
    tried_at,
    last_worked_at,
    way,
    entries,
    detail
from report.trials;
