-- One address's whole story: found, fetched, decided, published, changed, held back, taken down. Ask for one url.
create or replace view report.url_trace as
select
    ledger.url,
    ledger.noted_at as at,
    'crawl' as step,
    'found' as event,
    concat_ws(' ', 'by', ledger.strategy) as detail,
    ledger.run_id,
    ledger.source_id,
    null::bigint as capture_id,
    null::uuid as article_id
from crawl.ledger
union all
select
    captures.url,
    captures.fetched_at as at,
    'crawl' as step,
    'fetched' as event,
    concat_ws(
        ' ',
        'HTTP',
        captures.status,
        'into',
        captures.warc_file,
        'at',
        captures.warc_offset,
        case when captures.final_url <> captures.url then 'from ' || captures.final_url end
    ) as detail,
    captures.run_id,
    captures.source_id,
    captures.capture_id,
    null::uuid as article_id
from crawl.captures
union all
select
    ledger.url,
    coalesce(ledger.decided_at, ledger.noted_at) as at,
    'settle' as step,
    ledger.outcome as event,
    concat_ws(': ', ledger.reason, ledger.detail) as detail,
    ledger.run_id,
    ledger.source_id,
    ledger.capture_id,
    ledger.article_id
from crawl.ledger
where ledger.outcome is not null
union all
select
    article_urls.url,
    versions.derived_at as at,
    'publish' as step,
    'version ' || versions.version_no as event,
    concat_ws(': ', nullif(array_to_string(versions.changed, ', '), ''), versions.title) as detail,
    versions.run_id,
    articles.source_id,
    versions.capture_id,
    versions.article_id
from news.article_urls
inner join news.article_versions as versions on article_urls.article_id = versions.article_id
inner join news.articles on article_urls.article_id = articles.article_id
where articles.taken_down_at is null
union all
select
    quarantine.url,
    quarantine.quarantined_at as at,
    'validate' as step,
    'case ' || quarantine.quarantine_id as event,
    quarantine.in_words || ' (' || quarantine.state || ')' as detail,
    quarantine.run_id,
    quarantine.source_id,
    quarantine.capture_id,
    null::uuid as article_id
from quality.quarantine
union all
select
    takedowns.url,
    takedowns.taken_down_at as at,
    'takedown' as step,
    'taken down' as event,
    takedowns.because as detail,
    null as run_id,
    takedowns.source_id,
    null::bigint as capture_id,
    takedowns.article_id
from crawl.takedowns
union all
select
    article_urls.url,
    articles.gone_at as at,
    'publish' as step,
    'gone' as event,
    'the address answered 404 or 410' as detail,
    articles.run_id,
    articles.source_id,
    articles.capture_id,
    articles.article_id
from news.article_urls
inner join news.articles on article_urls.article_id = articles.article_id
where articles.gone_at is not null;

comment on view report.url_trace is 'What happened to an address, step by step: choose by url and order by at; dateline trace URL does so for all addresses of its article.';
comment on column report.url_trace.url is 'The address, normalised.';
comment on column report.url_trace.at is 'When.';
comment on column report.url_trace.step is 'crawl, validate, publish, settle or takedown.';
comment on column report.url_trace.event is 'found, fetched, the outcome, the version, the case, gone, or taken down.';
comment on column report.url_trace.detail is 'The same in words.';
comment on column report.url_trace.run_id is 'The run.';
comment on column report.url_trace.source_id is 'The source.';
comment on column report.url_trace.capture_id is 'The capture: its raw page.';
comment on column report.url_trace.article_id is 'The article.';
