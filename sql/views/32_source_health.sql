-- Is each source as it was? Its latest judgement, beside what it usually brings.
create or replace view report.source_health as
with latest as (
    select distinct on (source_id) *
    from quality.health
    order by source_id asc, judged_at desc
)

select
    sources.source_id,
    sources.name as source,
    case when sources.held_at is not null then 'held' else coalesce(latest.state, 'not_judged') end as state,
    latest.symptoms,
    coalesce(sources.held_because, latest.in_words) as in_words,
    latest.day,
    latest.articles_on_day,
    latest.usual_on_day,
    latest.articles_28_days,
    latest.last_day,
    latest.day - latest.last_day as days_silent,
    latest.dated_share_before,
    latest.dated_share_now,
    latest.median_words_before,
    latest.median_words_now,
    latest.days_seen,
    sources.enabled,
    latest.run_id,
    latest.judged_at
from crawl.sources
left join latest on sources.source_id = latest.source_id
order by
    array_position(
        array['held', 'warned', 'too_young', 'not_judged', 'well'],
        case when sources.held_at is not null then 'held' else coalesce(latest.state, 'not_judged') end
    ),
    sources.source_id;

comment on view report.source_health is 'Each source against its own 28 days, as its latest nightly run judged it before publication; what needs a look first.';
comment on column report.source_health.source_id is 'The source.';
comment on column report.source_health.source is 'Its name.';
comment on column report.source_health.state is 'held (back, for a collapse of quality), warned, too_young (fewer than 14 of 28 days seen), not_judged, or well.';
comment on column report.source_health.symptoms is 'silent, fewer, more, dates_lost, bodies_lost, layout_changed.';
comment on column report.source_health.in_words is 'The same in words, with the numbers.';
comment on column report.source_health.day is 'The day that was judged.';
comment on column report.source_health.articles_on_day is 'Articles of that day.';
comment on column report.source_health.usual_on_day is 'Median of the same weekday''s articles in the four weeks before.';
comment on column report.source_health.articles_28_days is 'Articles of the 28 days before.';
comment on column report.source_health.last_day is 'Published day of its newest article then.';
comment on column report.source_health.days_silent is 'Days from that article to the judged day.';
comment on column report.source_health.dated_share_before is 'Share of articles with a date that arrived in the 28 days before.';
comment on column report.source_health.dated_share_now is 'The same of the run''s articles.';
comment on column report.source_health.median_words_before is 'Median words of texts that arrived in the 28 days before.';
comment on column report.source_health.median_words_now is 'The same of the run''s texts.';
comment on column report.source_health.days_seen is 'How many of the 28 days before were seen in full.';
comment on column report.source_health.enabled is 'Whether it is still collected.';
comment on column report.source_health.run_id is 'Run that judged it.';
comment on column report.source_health.judged_at is 'When.';
