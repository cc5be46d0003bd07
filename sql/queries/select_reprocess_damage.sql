-- How much of each source looks worse than what is published: texts that lost more than half of their words, and articles
-- that would be none.
select
    source_id,
    count(*) as articles,
    count(*) filter (where result = 'changed' and words_after < words_before * 0.5) as shrunk,
    count(*) filter (where result in ('rejected', 'quarantined')) as refused
from quality.rederivations
where run_id = %(run_id)s and article_id is not null
group by source_id
order by source_id;
