-- Mentions of the current version's text.
insert into news.mentions (
    article_id, mention_no, start_at, end_at, surface, label, kind, entity_id, model_name, model_version, run_id
)
select
    item.article_id,
    row_number() over (
        partition by item.article_id
        order by (found.mention ->> 'start')::integer, (found.mention ->> 'end')::integer, found.place_in_list
    ) as mention_no,
    (found.mention ->> 'start')::integer,
    (found.mention ->> 'end')::integer,
    found.mention ->> 'text',
    found.mention ->> 'label',
    found.mention ->> 'kind',
    (found.mention ->> 'entity_id')::uuid,
    analyses.model_name,
    analyses.model_version,
    analyses.run_id
from jsonb_to_recordset(%(items)s) as item (article_id uuid, capture_id bigint)
inner join staging.analyses on item.capture_id = analyses.capture_id and analyses.run_id = %(run_id)s
cross join lateral jsonb_array_elements(analyses.mentions) with ordinality as found (mention, place_in_list)
order by item.article_id, mention_no;
