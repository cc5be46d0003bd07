-- Stories are made of texts as they are now: an article whose text changed is grouped anew.
alter table news.story_articles
add column version_no integer not null default 1,
add column day date;
comment on column news.story_articles.version_no is 'Version of the article that was grouped.';
comment on column news.story_articles.day is 'Day by which it was grouped: published, else first stored.';
create index story_articles_by_day on news.story_articles (day);
alter table news.articles add column duplicate_similarity double precision;
comment on column news.articles.duplicate_similarity is 'Jaccard similarity of five-word shingles with the original, 0 to 1; null where a link alone told.';
create index articles_duplicates on news.articles (duplicate_of) where duplicate_of is not null;
