-- What each version changed against the one before it, both as derived again.
update news.article_versions
set
    changed = array_remove(
        array[
            case when article_versions.title is distinct from earlier.title then 'title' end,
            case when article_versions.authors is distinct from earlier.authors then 'authors' end,
            case
                when
                    article_versions.published_at is distinct from earlier.published_at
                    or article_versions.published_day is distinct from earlier.published_day
                    then 'published_at'
            end,
            case when article_versions.body is distinct from earlier.body then 'text' end
        ],
        null
    )
from news.article_versions as earlier
where
    article_versions.article_id = any(%(article_ids)s)
    and earlier.article_id = article_versions.article_id
    and earlier.version_no = article_versions.version_no - 1;
