-- Articles whose text was derived anew are grouped anew, as those with a new version are; those of some days are found fast.
comment on column news.story_articles.version_no is 'Version of the article that was grouped; 0 once its title or text is another one, until it is grouped anew.';
create index articles_by_story_day
on news.articles (coalesce(published_day, (first_stored_at at time zone 'UTC')::date))
where merged_into is null and taken_down_at is null;
