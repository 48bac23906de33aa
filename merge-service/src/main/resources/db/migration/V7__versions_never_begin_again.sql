-- An entity of an id that was purged begins above every version that was purged in its scope: what somebody read of the
-- old one is never taken for the new one. Of tombstones that were removed before this, no version is known.
alter table scope add column version_floor bigint not null default 0;
