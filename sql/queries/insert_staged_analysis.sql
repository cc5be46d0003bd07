-- What the model found in one staged article.
insert into staging.analyses (
    run_id,
    capture_id,
    batch_id,
    attempt_token,
    mentions,
    entities,
    places,
    quotes,
    figures,
    model_name,
    model_version,
    note
)
values (
    %(run_id)s,
    %(capture_id)s,
    %(batch_id)s,
    %(token)s,
    %(mentions)s,
    %(entities)s,
    %(places)s,
    %(quotes)s,
    %(figures)s,
    %(model_name)s,
    %(model_version)s,
    %(note)s
)
