-- Who repeats whom: each syndicated copy beside its original.
create or replace view report.syndication as
select
    copies.published_day as day,
    originals.source_id as original_source_id,
    copies.source_id as copy_source_id,
    originals.title as original_title,
    copies.title as copy_title,
    round(extract(epoch from copies.published_at - originals.published_at) / 3600.0, 1) as hours_later,
    copies.duplicate_method as method,
    copies.duplicate_similarity as similarity,
    originals.url as original_url,
    copies.url as copy_url,
    originals.article_id as original_id,
    copies.article_id as copy_id,
    array[originals.source_id, copies.source_id] as source_ids
from news.articles as copies
inner join news.articles as originals on copies.duplicate_of = originals.article_id
where copies.merged_into is null and copies.taken_down_at is null and originals.taken_down_at is null
order by day desc nulls last, original_source_id asc, copy_source_id asc, copies.article_id asc;

comment on view report.syndication is 'Syndicated copies with their originals.';
comment on column report.syndication.day is 'Published day of the copy.';
comment on column report.syndication.original_source_id is 'Source of the original.';
comment on column report.syndication.copy_source_id is 'Source of the copy.';
comment on column report.syndication.original_title is 'Title of the original.';
comment on column report.syndication.copy_title is 'Title of the copy.';
comment on column report.syndication.hours_later is 'Hours from the original to the copy; null where a time is unknown.';
comment on column report.syndication.method is 'canonical_link (the copy names its original) or shingles (they share their wording).';
comment on column report.syndication.similarity is 'Jaccard similarity of five-word shingles, 0 to 1; null where only the link told.';
comment on column report.syndication.original_url is 'Address of the original.';
comment on column report.syndication.copy_url is 'Address of the copy.';
comment on column report.syndication.original_id is 'The original.';
comment on column report.syndication.copy_id is 'The copy.';
comment on column report.syndication.source_ids is 'Both sources.';
