#!/bin/sh
# Makes the role with which the portal reads and writes. It owns nothing: `prepare` grants it the least
# that the portal needs, so that not even the portal can change what is append-only.
# Run once by the PostgreSQL image, as it makes the database.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --no-psqlrc --quiet \
    --set ON_ERROR_STOP=1 --set password="$APP_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE bols_app LOGIN PASSWORD :'password';
SQL
