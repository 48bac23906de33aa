-- Operations of one transaction share its id; they were decided together.
alter table operation_log add column transaction_id uuid;

-- An edit of something whose creation was rejected is asked for here, and nowhere else.
create index operation_log_rejected on operation_log (tenant, scope, type, entity) where status = 'rejected';
