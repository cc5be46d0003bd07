-- Full-text search over the articles, the best first.
select
    rank,
    day,
    source_id,
    title,
    snippet,
    url,
    article_language,
    article_id
from report.search_articles(
    query => %(query)s,
    language => %(language)s,
    source => %(source)s,
    first_day => %(first_day)s,
    last_day => %(last_day)s,
    most => %(most)s
);
