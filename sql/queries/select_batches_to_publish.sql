-- Whether each batch is whole and judged: one whose staged rows are fewer or more than its captures, or that validation
-- has not seen as it is, must not be published.
select
    batches.batch_id,
    batches.attempt_token,
    batches.captures,
    batches.cleaned_at is not null as cleaned,
    batches.analysed_at is not null as analysed,
    batches.validated_at is not null as validated,
    linked.entries as linked,
    staged.entries as staged,
    staged.articles,
    staged.analyses
from staging.batches
cross join
    lateral (
        select count(*) as entries
        from staging.batch_captures
        where batch_captures.run_id = batches.run_id and batch_captures.batch_id = batches.batch_id
    ) as linked
cross join
    lateral (
        select
            count(*) as entries,
            count(*) filter (where articles.outcome is null) as articles,
            count(analyses.capture_id) filter (where articles.outcome is null) as analyses
        from staging.articles
        left join staging.analyses
            on articles.run_id = analyses.run_id and articles.capture_id = analyses.capture_id
        where articles.run_id = batches.run_id and articles.batch_id = batches.batch_id
    ) as staged
where batches.run_id = %(run_id)s
order by batches.batch_id;
