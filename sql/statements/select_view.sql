-- Rows of a report view in its own order; view and columns are composed from names that the database itself gave.
select {columns}
from report.{view}
where
    (%(source)s::text is null or %(source)s::text = any({sources}))
    and (%(first_day)s::date is null or {last_day} >= %(first_day)s::date)
    and (%(last_day)s::date is null or {first_day} <= %(last_day)s::date)
limit %(most)s
