-- Entries that wait for their place, one row for what one transaction stored: a row and an index entry less for each of them.

ALTER TABLE audit_pending RENAME COLUMN id TO batch; -- the id of its first entry
ALTER TABLE audit_pending ADD COLUMN entries uuid[];
UPDATE audit_pending SET entries = ARRAY[batch];
ALTER TABLE audit_pending ALTER COLUMN entries SET NOT NULL;
