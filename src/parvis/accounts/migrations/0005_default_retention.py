from django.db import migrations


def write_defaults(apps, schema_editor):
    """The durations in force from the first day, so that the DPO sees and changes rows, not code."""
    rule = apps.get_model("accounts", "RetentionRule")
    for key, days in (("account", 3 * 365), ("warning", 30), ("person", 3 * 365), ("code", 1)):
        rule.objects.get_or_create(key=key, defaults={"days": days})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_leaving_and_retention")]

    operations = [migrations.RunPython(write_defaults, migrations.RunPython.noop)]
