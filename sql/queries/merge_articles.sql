-- Articles that proved to be another one; what was merged into them follows.
update news.articles
set
    merged_into = item.into_article_id,
    merged_because = 'it names the other as canonical and says the same',
    merged_run_id = %(run_id)s,
    run_id = %(run_id)s,
    updated_at = now()
from jsonb_to_recordset(%(items)s) as item (article_id uuid, into_article_id uuid)
where articles.article_id = item.article_id or articles.merged_into = item.article_id;
