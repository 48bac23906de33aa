-- Operations that found no row have no version, and yet belong to the entity's history: a copy of what was never there,
-- and what was refused. Old lines are looked through once: that may take its time.
set local statement_timeout = 0;

drop index operation_log_entity;

-- The condition is always true. It keeps the planner, while it has no statistics, from taking this index for a look-up
-- of an operation's id, which would walk the whole scope: measured, that made the merge four times as dear. A query of an
-- entity's history has to say that coalesce(version, 0) is not negative, and no other does.
create index operation_log_entity on operation_log (tenant, scope, type, entity, (coalesce(version, 0)))
    where coalesce(version, 0) >= 0;
