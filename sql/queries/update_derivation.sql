-- A version derived again by a newer extractor: its derivation is replaced, its capture and place stay.
update news.article_versions
set
    title = %(title)s,
    authors = %(authors)s,
    published_at = %(published_at)s,
    published_day = %(published_day)s,
    body = %(body)s,
    content_digest = %(content_digest)s,
    extractor = %(extractor)s,
    run_id = %(run_id)s,
    derived_at = now()
where article_id = %(article_id)s and version_no = %(version_no)s;
