-- Articles whose text was derived anew are grouped anew, as those with a new version are.
comment on column news.story_articles.version_no is 'Version of the article that was grouped; 0 once its title or text is another one, until it is grouped anew.';
