-- A page that a later run published no longer waits for a person.
update quality.quarantine
set state = 'released', state_by = 'run ' || %(run_id)s::text, state_at = now()
from crawl.captures
where
    captures.capture_id = any(%(capture_ids)s)
    and quarantine.source_id = captures.source_id
    and (quarantine.capture_id = captures.capture_id or quarantine.url = captures.url)
    and quarantine.state in ('held', 'retried')
    and quarantine.run_id <> %(run_id)s;
