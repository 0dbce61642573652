"""What every subject stands on.

The store: `database` over the engines `sqlite` (with `sqlite_connection`) and `postgres` (with
`postgres_connection` and `prepared_statement`), whose writes wait in a `write_queue` and whose
errors become sentences in `driver_errors`; `sql` and `schema`, `migrate` and `migrations/`,
`backup` (over `postgres_dump`), `scheduled_backups`, `move_database`, `erasure`. Work in the
background: `lease`, `loops`, `rate_limits` (`shared_pace` among processes), `quota` (what people
ask). Besides these: `clock`, `whole_file`, `garbage` and `http_server`.
"""
