-- Copies of an article that proved to be another one are that one's copies; it is none of its own.
update news.articles
set
    duplicate_of = nullif(item.into_article_id, articles.article_id),
    duplicate_method = case
        when item.into_article_id <> articles.article_id then articles.duplicate_method
    end,
    duplicate_similarity = case
        when item.into_article_id <> articles.article_id then articles.duplicate_similarity
    end,
    duplicate_run_id = case when item.into_article_id <> articles.article_id then articles.duplicate_run_id end
from jsonb_to_recordset(%(items)s) as item (article_id uuid, into_article_id uuid)
where articles.duplicate_of = item.article_id;
