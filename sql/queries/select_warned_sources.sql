-- What settle tells of the run's sources that are not as they were.
select
    source_id,
    in_words
from quality.health
where run_id = %(run_id)s and state = 'warned'
order by source_id
