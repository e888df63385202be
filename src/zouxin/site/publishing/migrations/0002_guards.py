from django.db import migrations

from zouxin.site.publishing import guards


def put(apps, schema_editor):
    for statement in guards.put(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def take(apps, schema_editor):
    for statement in guards.take(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]
    operations = [migrations.RunPython(put, take)]
