-- The sources that the database knows, as a reader may see them, to tell a misspelt id from a source without rows.
select source_id
from report.freshness
order by source_id;
