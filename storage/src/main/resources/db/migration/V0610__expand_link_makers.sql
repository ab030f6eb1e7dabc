-- Who made a link and from where, so that their authority is looked at when it is used, and whether they used it themselves.
-- A link of an earlier version names nobody and no longer works.

SET LOCAL lock_timeout = '10s';

ALTER TABLE invitation
    ADD COLUMN made_at        timestamptz,
    ADD COLUMN made_by_system text,
    ADD COLUMN made_by_client text,
    ADD COLUMN made_by_person text,
    ADD COLUMN made_from      text,
    ADD COLUMN used_by_maker  boolean;
CREATE INDEX invitation_made_by_person ON invitation (made_by_person) WHERE used_at IS NULL;
GRANT UPDATE (used_by_maker) ON invitation TO ${runtime};
