-- What a reprocess would change of one source, capture by capture, before it does. Of the current version and the page that
-- last showed it neither is replaced without the other. What is replaced already keeps its comparison.
with staged as (
    select
        articles.*,
        analyses.mentions as found_mentions,
        analyses.model_name as found_by
    from staging.articles
    inner join crawl.captures on articles.capture_id = captures.capture_id
    left join staging.analyses on articles.run_id = analyses.run_id and articles.capture_id = analyses.capture_id
    where
        articles.run_id = %(run_id)s
        and articles.source_id = %(source_id)s
        and articles.batch_id = any(%(batches)s)
        and captures.erased_at is null
        and not exists (
            select 1
            from quality.rederivations as done
            where
                done.run_id = articles.run_id
                and done.capture_id = articles.capture_id
                and done.replaced_at is not null
        )
),

paired as (
    select
        staged.capture_id,
        versions.version_no,
        versions.version_no is not null as is_version,
        shown.article_id is not null as is_latest,
        coalesce(owner.version_no = versions.version_no, false) as is_current,
        coalesce(owner.article_id, shown.article_id) as article_id,
        coalesce(owner.taken_down_at, shown.taken_down_at) is not null as taken_down,
        case
            when owner.version_no = versions.version_no then owner.capture_id
            when versions.version_no is null then firsts.capture_id
        end as partner
    from staged
    left join news.article_versions as versions on staged.capture_id = versions.capture_id
    left join news.articles as owner on versions.article_id = owner.article_id
    left join news.articles as shown on staged.capture_id = shown.capture_id
    left join news.article_versions as firsts
        on shown.article_id = firsts.article_id and shown.version_no = firsts.version_no
),

shaped as (
    select
        staged.capture_id,
        paired.is_current,
        case
            when paired.is_current
                then
                    jsonb_build_object(
                        'title', current_row.title,
                        'authors', current_row.authors,
                        'published_at', current_row.published_at,
                        'published_day', current_row.published_day,
                        'published_raw', current_row.published_raw,
                        'published_precision', current_row.published_precision,
                        'published_problem', current_row.published_problem,
                        'body', current_row.body,
                        'truncated', current_row.truncated
                    )
            when paired.is_version
                then
                    jsonb_build_object(
                        'title', versions.title,
                        'authors', versions.authors,
                        'published_at', versions.published_at,
                        'published_day', versions.published_day,
                        'published_raw', versions.published_raw,
                        'published_precision', versions.published_precision,
                        'published_problem', versions.published_problem,
                        'body', versions.body
                    )
            else '{}'
        end
        || case
            when paired.is_version
                then jsonb_build_object('methods', versions.methods, 'modified_at', versions.modified_at)
            else '{}'
        end
        || case
            when paired.is_latest
                then
                    jsonb_build_object(
                        'modified_at', current_row.modified_at,
                        'language', current_row.language,
                        'section', current_row.section,
                        'tags', current_row.tags,
                        'image_url', current_row.image_url,
                        'canonical_url', current_row.canonical_url
                    )
            else '{}'
        end as stored,
        to_jsonb(staged) as derived,
        case
            when paired.is_current then (
                select
                    coalesce(
                        jsonb_agg(
                            jsonb_build_array(held.start_at, held.end_at, held.label, held.kind, held.entity_id)
                            order by held.start_at, held.end_at, held.label, held.entity_id
                        ),
                        '[]'
                    )
                from news.mentions as held
                where held.article_id = paired.article_id
            )
        end as mentions_stored,
        case
            when not paired.is_current then null
            when staged.found_by is null and current_row.model_name is not null and staged.body = current_row.body
                then null
            else (
                select
                    coalesce(
                        jsonb_agg(
                            jsonb_build_array(
                                (item.mention ->> 'start')::integer,
                                (item.mention ->> 'end')::integer,
                                item.mention ->> 'label',
                                item.mention ->> 'kind',
                                (item.mention ->> 'entity_id')::uuid
                            )
                            order by
                                (item.mention ->> 'start')::integer,
                                (item.mention ->> 'end')::integer,
                                item.mention ->> 'label',
                                (item.mention ->> 'entity_id')::uuid
                        ),
                        '[]'
                    )
                from jsonb_array_elements(coalesce(staged.found_mentions, '[]')) as item (mention)
            )
        end as mentions_found
    from staged
    inner join paired on staged.capture_id = paired.capture_id
    left join news.article_versions as versions on staged.capture_id = versions.capture_id
    left join news.articles as current_row on paired.article_id = current_row.article_id
    where paired.article_id is not null and staged.outcome is null
),

differing as (
    select
        shaped.capture_id,
        field.key as field,
        quality.show_difference(field.value #>> '{}', shaped.derived ->> field.key) as before,
        quality.show_difference(shaped.derived ->> field.key, field.value #>> '{}') as after
    from shaped
    cross join lateral jsonb_each(shaped.stored) as field
    where field.value is distinct from shaped.derived -> field.key
    union all
    select
        shaped.capture_id,
        'mentions' as field,
        jsonb_array_length(shaped.mentions_stored) || ' mentions' as before,
        jsonb_array_length(shaped.mentions_found) || ' mentions' as after
    from shaped
    where shaped.mentions_stored <> shaped.mentions_found
),

summed as (
    select
        capture_id,
        array_agg(field order by field) as changed,
        jsonb_object_agg(field, before) as before,
        jsonb_object_agg(field, after) as after
    from differing
    group by capture_id
)

insert into quality.rederivations (
    run_id,
    capture_id,
    source_id,
    url,
    article_id,
    version_no,
    result,
    outcome,
    reason,
    detail,
    changed,
    before,
    after,
    words_before, words_after, mentions_before, mentions_after
)
select
    staged.run_id,
    staged.capture_id,
    staged.source_id,
    staged.url,
    paired.article_id,
    paired.version_no,
    case
        when staged.outcome = 'failed' then 'failed'
        when paired.article_id is null then case when staged.outcome is null then 'accepted' else 'refused' end
        when staged.outcome = 'quarantined' then 'quarantined'
        when staged.outcome is not null then 'rejected'
        when paired.partner <> staged.capture_id and partners.capture_id is null then 'kept'
        when summed.changed is null then 'unchanged'
        else 'changed'
    end as result,
    staged.outcome,
    staged.reason,
    staged.detail,
    coalesce(summed.changed, '{}') as changed,
    coalesce(summed.before, '{}') as before,
    coalesce(summed.after, '{}') as after,
    length(shaped.stored ->> 'body')
    - length(translate(shaped.stored ->> 'body', E' \n', '')) + 1 as words_before,
    case
        when shaped.stored ? 'body' then length(staged.body) - length(translate(staged.body, E' \n', '')) + 1
    end as words_after,
    jsonb_array_length(shaped.mentions_stored) as mentions_before,
    jsonb_array_length(coalesce(shaped.mentions_found, shaped.mentions_stored)) as mentions_after
from staged
inner join paired on staged.capture_id = paired.capture_id
left join shaped on staged.capture_id = shaped.capture_id
left join summed on staged.capture_id = summed.capture_id
left join staging.articles as partners
    on
        staged.run_id = partners.run_id
        and paired.partner = partners.capture_id
        and partners.batch_id = any(%(batches)s)
        and partners.outcome is null
where not paired.taken_down
on conflict (run_id, capture_id) do update set
    article_id = excluded.article_id,
    version_no = excluded.version_no,
    result = excluded.result,
    outcome = excluded.outcome,
    reason = excluded.reason,
    detail = excluded.detail,
    changed = excluded.changed,
    before = excluded.before,
    after = excluded.after,
    words_before = excluded.words_before,
    words_after = excluded.words_after,
    mentions_before = excluded.mentions_before,
    mentions_after = excluded.mentions_after,
    compared_at = now();
