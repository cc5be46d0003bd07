-- A page that names an article of another site as its canonical address is a syndicated copy of it.
alter table news.articles add column original_url text;
create index articles_by_original on news.articles (original_url) where original_url is not null;
comment on column news.articles.original_url is 'Address on another site that the page names as the original, normalised.';
