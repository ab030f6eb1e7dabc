-- Destroying a data key makes every sealed field of its month unreadable for ever: it needs the owner, after the retention has ended and
-- an entry of the log has said so. The version before never destroyed one, and works on.

REVOKE DELETE ON audit_data_key FROM ${runtime};
