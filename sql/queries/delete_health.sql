-- A run's health is judged anew whenever it is validated again.
delete from quality.health
where run_id = %(run_id)s
