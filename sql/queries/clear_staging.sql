-- What was staged for runs that are long over is not needed any more: what became of it stands in the other schemas.
delete from staging.batches
where
    run_id in (
        select runs.run_id
        from crawl.runs
        inner join staging.batches as staged on runs.run_id = staged.run_id
        where
            runs.state <> 'running'
            and coalesce(runs.settled_at, runs.started_at) < now() - %(days)s::integer * interval '1 day'
        order by runs.started_at
        limit %(most)s
    );
