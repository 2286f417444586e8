from django.conf import settings
from django.db import migrations

import parvis.core.fields


def bring_over(apps, schema_editor):
    policies = apps.get_model("moderation", "ModerationPolicy").objects
    for policy in policies.exclude(hours=""):
        policy.said = {settings.LANGUAGE_CODE: policy.hours}
        policy.save(update_fields=["said"])


def take_back(apps, schema_editor):
    policies = apps.get_model("moderation", "ModerationPolicy").objects
    for policy in policies.all():
        policy.hours = str(policy.said)[:200]
        policy.save(update_fields=["hours"])


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_report_decision_pause")]

    operations = [
        migrations.AddField(
            "moderationpolicy", "said", parvis.core.fields.TranslatedField(verbose_name="When messages are read")
        ),
        migrations.RunPython(bring_over, take_back),
        migrations.RemoveField("moderationpolicy", "hours"),
        migrations.RenameField("moderationpolicy", "said", "hours"),
    ]
