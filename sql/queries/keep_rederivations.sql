-- What a publication has overtaken since the comparison stays as that one left it.
update quality.rederivations
set result = 'kept'
from staging.articles
where
    rederivations.run_id = %(run_id)s
    and rederivations.source_id = %(source_id)s
    and rederivations.replaced_at is null
    and rederivations.result in ('changed', 'unchanged', 'accepted')
    and articles.run_id = rederivations.run_id
    and articles.capture_id = rederivations.capture_id
    and articles.batch_id = any(%(batches)s);
