-- An author's latest conflict copies of an entity, for the edit that may go on from one of them: the ones that were edited
-- or deleted count, so that what is found does not depend on how the log is cut into batches. The author by his hash, as
-- a subject and a device together may be too long for an index. Every version is above 0: the condition keeps the planner,
-- while it has no statistics, from taking this index for what is asked of open copies alone. A query that is meant has to
-- say "version > 0", and no other does.
create index entity_copies_by_author on entity
    (tenant, scope, type, conflict_of, hashtextextended(conflict ->> 'author', 0), position desc)
    where conflict_of is not null and version > 0;
