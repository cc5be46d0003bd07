-- What was staged for runs that are long over is not needed any more: what became of it stands in the other schemas.
delete from staging.batches
where
    run_id in (
        select ended.run_id
        from crawl.runs as ended
        where
            ended.state <> 'running'
            and coalesce(ended.settled_at, ended.started_at) < now() - %(days)s::integer * interval '1 day'
            and exists (
                select 1 from staging.batches as staged
                where staged.run_id = ended.run_id
            )
        order by ended.started_at
        limit %(most)s
    );
