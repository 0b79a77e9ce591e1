#!/bin/sh
# Creates both databases of the Temporal Service and brings their schemas up to this version. Each step may be repeated.
# The schemas are those inside the tool, which is of the server's version.
set -eu
: "${POSTGRES_SEEDS:?}" "${POSTGRES_USER:?}" "${DB_PORT:?}" "${SQL_PASSWORD:?}"

sql_tool() {
  temporal-sql-tool --plugin postgres12 --endpoint "$POSTGRES_SEEDS" --port "$DB_PORT" --user "$POSTGRES_USER" "$@"
}

for database in temporal temporal_visibility; do
  sql_tool --database "$database" create-database
  sql_tool --database "$database" setup-schema --version 0.0
done
sql_tool --database temporal update-schema --schema-name postgresql/v12/temporal
sql_tool --database temporal_visibility update-schema --schema-name postgresql/v12/visibility
