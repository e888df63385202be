"""What the database itself holds of published bulletins: no update, no deletion, no further file, whoever asks."""

SAID = "a published bulletin never changes"
_OLD = "OLD.state = 'published'"
_FILE = "(SELECT state FROM publishing_bulletin WHERE id = {row}.bulletin_id) = 'published'"
#: trigger name -> (table, what is asked of it, condition)
GUARDS = {
    "bulletin_stands": ("publishing_bulletin", "UPDATE", _OLD), "bulletin_stays": ("publishing_bulletin", "DELETE", _OLD),
    "bulletin_file_stands": ("publishing_file", "UPDATE", _FILE.format(row="OLD")), "bulletin_file_stays": ("publishing_file", "DELETE", _FILE.format(row="OLD")),
    "bulletin_file_late": ("publishing_file", "INSERT", _FILE.format(row="NEW")),
}  # fmt: skip


def put(vendor: str) -> list[str]:
    """The statements that put the guards in place."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {what} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            for name, (table, what, when) in GUARDS.items()
        ]
    body = f"BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END"
    made = [f"CREATE OR REPLACE FUNCTION bulletin_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"]
    for name, (table, what, when) in GUARDS.items():
        if "SELECT" in when:  # PostgreSQL takes no question in a trigger's condition: the function asks
            row = "NEW" if what == "INSERT" else "OLD"
            back = "NEW" if what != "DELETE" else "OLD"
            asks = f"BEGIN IF {_FILE.format(row=row)} THEN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {back}; END"
            made += [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {asks} $$",
                f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
        else:
            made.append(f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION bulletin_refuse()")
    return made


def take(vendor: str) -> list[str]:
    """The statements that take them away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in GUARDS]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, _what, _when) in GUARDS.items()]
