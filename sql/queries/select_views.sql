-- The report views with their comments and columns, as the database knows them.
select
    relations.relname as name,
    obj_description(relations.oid, 'pg_class') as comment,
    array_agg(attributes.attname::text order by attributes.attnum) as columns
from pg_catalog.pg_class as relations
inner join pg_catalog.pg_attribute as attributes on relations.oid = attributes.attrelid
where
    relations.relnamespace = to_regnamespace('report')
    and relations.relkind = 'v'
    and attributes.attnum > 0
    and not attributes.attisdropped
group by relations.oid
order by relations.relname;
