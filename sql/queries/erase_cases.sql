-- Cases of quarantine: what waited for a person is decided, and the row as it was staged is no longer kept.
update quality.quarantine
set
    row_as_staged = '{}',
    state_by = case when state in ('held', 'retried') then %(taken_down_by)s else state_by end,
    state_at = case when state in ('held', 'retried') then now() else state_at end,
    state = case when state in ('held', 'retried') then 'dismissed' else state end
where (capture_id = any(%(capture_ids)s) or url = any(%(urls)s)) and row_as_staged <> '{}';
