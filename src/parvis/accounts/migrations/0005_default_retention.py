from django.db import migrations


def write_defaults(apps, schema_editor):
    """The durations in force from the first day, so that the DPO sees and changes rows, not code."""
    from parvis.accounts.actions.retention import DEFAULTS

    rule = apps.get_model("accounts", "RetentionRule")
    for key, (days, source) in DEFAULTS.items():
        rule.objects.get_or_create(key=key, defaults={"days": days, "source": source})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_leaving_and_retention")]

    operations = [migrations.RunPython(write_defaults, migrations.RunPython.noop)]
