-- Rows of entries that wait for their place say who wrote them, in which order, and prove it with a key that the database does not have
-- (ADR 0019). Rows of the version before have none of this.

SET LOCAL lock_timeout = '10s';

ALTER TABLE audit_pending
    ADD COLUMN writer  uuid,
    ADD COLUMN number  bigint,
    ADD COLUMN follows uuid[],
    ADD COLUMN proof   bytea;
