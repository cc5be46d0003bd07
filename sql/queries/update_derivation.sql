-- A version derived again by a newer extractor: its derivation is replaced, its capture and place stay.
update news.article_versions
set
    title = %(title)s,
    authors = %(authors)s,
    published_at = %(published_at)s,
    published_day = %(published_day)s,
    published_raw = %(published_raw)s,
    published_precision = %(published_precision)s,
    published_problem = %(published_problem)s,
    modified_at = %(modified_at)s,
    body = %(body)s,
    content_digest = %(content_digest)s,
    methods = %(methods)s,
    extractor = %(extractor)s,
    run_id = %(run_id)s,
    derived_at = now()
where article_id = %(article_id)s and version_no = %(version_no)s;
