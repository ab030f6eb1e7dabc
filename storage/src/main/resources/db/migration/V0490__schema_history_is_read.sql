-- A node without the owner's password checks by this that the schema is its own version's.
GRANT SELECT ON schema_history TO ${runtime};
