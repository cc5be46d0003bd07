-- The versions of a source whose derivation is replaced, their articles held until the transaction ends. What a publication
-- has changed since the comparison is looked at again: the current version only goes with the page that last showed it.
with ready as (
    select articles.capture_id
    from quality.rederivations
    inner join staging.articles
        on rederivations.run_id = articles.run_id and rederivations.capture_id = articles.capture_id
    inner join crawl.captures on articles.capture_id = captures.capture_id
    where
        rederivations.run_id = %(run_id)s
        and rederivations.source_id = %(source_id)s
        and rederivations.replaced_at is null
        and rederivations.result in ('changed', 'unchanged')
        and articles.batch_id = any(%(batches)s)
        and articles.outcome is null
        and captures.erased_at is null
)

select
    articles.article_id,
    versions.version_no,
    versions.capture_id,
    versions.version_no = articles.version_no as is_current,
    articles.capture_id as latest_capture_id,
    latest.canonical_url,
    captures.final_url,
    analyses.model_name is null
    and articles.model_name is not null
    and staged.body = articles.body as keep_analysis
from ready
inner join news.article_versions as versions on ready.capture_id = versions.capture_id
inner join news.articles on versions.article_id = articles.article_id
inner join crawl.captures on articles.capture_id = captures.capture_id
inner join staging.articles as staged on ready.capture_id = staged.capture_id and staged.run_id = %(run_id)s
left join staging.articles as latest on articles.capture_id = latest.capture_id and latest.run_id = %(run_id)s
left join staging.analyses on ready.capture_id = analyses.capture_id and analyses.run_id = %(run_id)s
where
    articles.taken_down_at is null
    and (
        versions.version_no <> articles.version_no
        or exists (
            select 1 from ready as shown
            where shown.capture_id = articles.capture_id
        )
    )
order by articles.article_id, versions.version_no
for update of articles;
