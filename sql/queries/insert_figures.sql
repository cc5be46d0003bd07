-- Attributed figures of the current version's text.
insert into news.figures (
    article_id, figure_no, low, high, bound, happened, affected, claimant, claimant_entity_id, place, number_span,
    sentence_span, affected_span, claimant_span, place_span, happened_text, happened_span,
    happened_on, claimant_side, affected_side, is_part,
    background, method, model_name, model_version, run_id
)
select
    item.article_id,
    found.figure_no,
    (found.figure ->> 'low')::bigint,
    (found.figure ->> 'high')::bigint,
    found.figure ->> 'bound',
    found.figure ->> 'happened',
    found.figure ->> 'group',
    found.figure ->> 'claimant',
    (found.figure ->> 'claimant_entity_id')::uuid,
    found.figure ->> 'place',
    int4range((found.figure -> 'number' ->> 0)::integer, (found.figure -> 'number' ->> 1)::integer),
    int4range((found.figure -> 'sentence' ->> 0)::integer, (found.figure -> 'sentence' ->> 1)::integer),
    int4range((found.figure -> 'group_span' ->> 0)::integer, (found.figure -> 'group_span' ->> 1)::integer),
    int4range((found.figure -> 'claimant_span' ->> 0)::integer, (found.figure -> 'claimant_span' ->> 1)::integer),
    int4range((found.figure -> 'place_span' ->> 0)::integer, (found.figure -> 'place_span' ->> 1)::integer),
    found.figure ->> 'date',
    int4range((found.figure -> 'date_span' ->> 0)::integer, (found.figure -> 'date_span' ->> 1)::integer),
    case
        when found.figure ->> 'happened_on' is not null
            then daterange((found.figure ->> 'happened_on')::date, (found.figure ->> 'happened_on')::date, '[]')
    end,
    found.figure ->> 'claimant_side',
    found.figure ->> 'group_side',
    coalesce((found.figure ->> 'is_part')::boolean, false),
    coalesce((found.figure ->> 'background')::boolean, false),
    found.figure ->> 'method',
    analyses.model_name,
    analyses.model_version,
    analyses.run_id
from jsonb_to_recordset(%(items)s) as item (article_id uuid, capture_id bigint)
inner join staging.analyses on item.capture_id = analyses.capture_id and analyses.run_id = %(run_id)s
cross join lateral jsonb_array_elements(analyses.figures) with ordinality as found (figure, figure_no)
order by item.article_id, found.figure_no;
