"""A row kept by a statement that the framework compiled once: to compile it for every row takes longer than the database takes to keep it."""

from functools import cache
from typing import Any

from django.db import connections, models, router, transaction
from django.db.models.sql import InsertQuery

Columns = tuple[tuple[models.Field[Any, Any] | None, Any], ...]


class Inserting(models.Manager[Any]):
    """A manager whose `create` says the framework's own INSERT, with other values. It sends no signals of saving; models that listen to them keep the usual one."""

    def create(self, **said: Any) -> Any:
        one = self.model(**said)
        using = self._db or router.db_for_write(self.model, instance=one)
        connection = connections[using]
        if one.pk is not None or not connection.features.can_return_columns_from_insert:
            return super().create(**said)
        statement, columns = compiled(self.model, using, frozenset(said))
        values = [field.get_db_prep_save(field.pre_save(one, True), connection) if field else always for field, always in columns]
        with transaction.mark_for_rollback_on_error(using), connection.cursor() as cursor:
            cursor.execute(statement, values)
            one.pk = connection.ops.fetch_returned_insert_columns(cursor, ())[0]
        one._state.adding, one._state.db = False, using
        return one


@cache
def compiled(model: type[models.Model], using: str, said: frozenset[str]) -> tuple[str, Columns]:
    """The INSERT of a row of which these fields are said, giving its key; and for each value it takes the field, or what stands there always."""
    key, blank = model._meta.pk, model()
    fields = [
        one for one in model._meta.concrete_fields if one is not key and (_told(one, said) or getattr(blank, one.attname) is not None)
    ]
    query = InsertQuery(model)
    query.insert_values(fields, [blank])
    compiler = query.get_compiler(using)
    compiler.returning_fields = [key]
    ((statement, values),) = compiler.as_sql()
    return statement, tuple((one if _told(one, said) else None, value) for one, value in zip(fields, values, strict=True))


def _told(field: models.Field[Any, Any], said: frozenset[str]) -> bool:
    """Whether a field's value is another from row to row: it was said, or something works it out."""
    if field.name in said or field.attname in said or (field.has_default() and callable(field.default)):
        return True
    if isinstance(field, models.DateField | models.TimeField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not models.Field.pre_save
