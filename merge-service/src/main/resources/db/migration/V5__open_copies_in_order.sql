-- Open conflict copies in the order in which they are listed: a page begins where the one before it ended, however many
-- copies one entity has.
drop index entity_open_copies;
create index entity_open_copies on entity (tenant, scope, type, conflict_of, id)
    where conflict_of is not null and not deleted;
