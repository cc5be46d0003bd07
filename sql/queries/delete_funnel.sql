-- A run that is settled again writes its funnel anew.
delete from quality.funnel
where run_id = %(run_id)s;
