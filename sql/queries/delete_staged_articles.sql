-- An attempt at cleaning starts from nothing.
delete from staging.articles
where run_id = %(run_id)s and batch_id = %(batch_id)s
