-- Quotes of the current version's text; spans are pairs of code points, the end exclusive.
insert into news.quotes (
    article_id,
    quote_no,
    kind,
    content_spans,
    cue_span,
    speaker_span,
    speaker_name,
    speaker_entity_id,
    method,
    model_name,
    model_version,
    run_id
)
select
    item.article_id,
    found.quote_no,
    found.quote ->> 'kind',
    array(
        select int4range((spans.span ->> 0)::integer, (spans.span ->> 1)::integer)
        from jsonb_array_elements(found.quote -> 'content') with ordinality as spans (span, span_no)
        order by spans.span_no
    ),
    case
        when found.quote ->> 'cue' is not null
            then int4range((found.quote -> 'cue' ->> 0)::integer, (found.quote -> 'cue' ->> 1)::integer)
    end,
    case
        when found.quote ->> 'speaker' is not null
            then int4range((found.quote -> 'speaker' ->> 0)::integer, (found.quote -> 'speaker' ->> 1)::integer)
    end,
    found.quote ->> 'speaker_name',
    (found.quote ->> 'speaker_entity_id')::uuid,
    found.quote ->> 'method',
    analyses.model_name,
    analyses.model_version,
    analyses.run_id
from jsonb_to_recordset(%(items)s) as item (article_id uuid, capture_id bigint)
inner join staging.analyses on item.capture_id = analyses.capture_id and analyses.run_id = %(run_id)s
cross join lateral jsonb_array_elements(analyses.quotes) with ordinality as found (quote, quote_no)
order by item.article_id, found.quote_no;
