-- Validation starts from nothing: cases of an earlier attempt that nobody has decided are dropped, if their rows are judged
-- again now. A run that was planned again may have left a page alone that waits for a person: its case stays.
delete from quality.quarantine
using staging.articles
where
    quarantine.run_id = %(run_id)s
    and quarantine.state = 'held'
    and articles.run_id = quarantine.run_id
    and articles.capture_id = quarantine.capture_id;
