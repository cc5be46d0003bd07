-- Texts with their mentions, to see that each span points to its words: Postgres would walk the text from its start for
-- every span, so this is read in a stream and compared outside.
select
    articles.capture_id,
    articles.body,
    analyses.mentions
from staging.articles as articles
inner join staging.analyses as analyses
    on articles.run_id = analyses.run_id and articles.capture_id = analyses.capture_id
where articles.run_id = %(run_id)s and articles.outcome is null;
