-- Nothing is published that was not judged: a batch says when validation looked at it as it is now.
alter table staging.batches add column validated_at timestamptz;
comment on column staging.batches.validated_at is 'When validate had judged it as it is now; a new attempt at cleaning or analysing clears it.';
