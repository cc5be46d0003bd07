-- A source that is held back holds all of its articles back that have no case of their own.
select articles.capture_id
from staging.articles as articles
where
    articles.run_id = %(run_id)s
    and articles.source_id = %(source_id)s
    and articles.outcome is null
    and not exists (
        select 1
        from quality.quarantine as cases
        where cases.run_id = articles.run_id and cases.capture_id = articles.capture_id and cases.state = 'held'
    )
order by articles.capture_id;
