-- Links by which somebody who has an account replaces both factors: one person may have had several links by then.

SET LOCAL lock_timeout = '10s';

ALTER TABLE invitation DROP CONSTRAINT invitation_person_key;
ALTER TABLE invitation DROP CONSTRAINT invitation_kind_check;
ALTER TABLE invitation ADD CONSTRAINT invitation_kind_check CHECK (kind IN ('SET_UP', 'PERSON', 'RESET'));
CREATE UNIQUE INDEX invitation_one_reset ON invitation (username) WHERE kind = 'RESET' AND used_at IS NULL;
