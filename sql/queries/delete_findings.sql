-- What was found in a text goes when the text is analysed anew.
with
entities as (
    delete from news.article_entities
    where article_id = any(%(article_ids)s)
),

mentions as (
    delete from news.mentions
    where article_id = any(%(article_ids)s)
),

places as (
    delete from news.places
    where article_id = any(%(article_ids)s)
),

quotes as (
    delete from news.quotes
    where article_id = any(%(article_ids)s)
)

delete from news.figures
where article_id = any(%(article_ids)s);
