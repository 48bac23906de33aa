-- Why a row is what it is: what became of each field of an operation, and how to come from a row to its operations.
alter table operation_log
    add column fates jsonb, -- field -> its fate; null where the outcome says all: each was written, or none
    add column trace text;  -- W3C traceparent, as the device sent it

-- A stamp's version leads to the operation that wrote the field. The condition keeps the planner, while it has no
-- statistics, from taking this index for a look-up of an operation's id, which would walk the whole scope: measured, it
-- made the merge four times as dear. A query of an entity's history has to say "version > 0", and no other does.
create index operation_log_entity on operation_log (tenant, scope, type, entity, version) where version > 0;
