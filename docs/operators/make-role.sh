#!/bin/sh
# Run once by the database's container: a role that is not a superuser, so that row-level security binds it.
psql -v ON_ERROR_STOP=1 -U postgres -v password="$ROUNDTABLE_PASSWORD" <<'SQL'
CREATE ROLE roundtable LOGIN PASSWORD :'password';
CREATE DATABASE roundtable OWNER roundtable;
SQL
