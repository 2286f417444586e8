import django.core.validators
from django.conf import settings
from django.db import migrations, models

import parvis.core.fields


def keep_words(apps, schema_editor):
    """What somebody wrote stays, in the site's language; the rules of the first day are said by the catalogues."""
    for rule in apps.get_model("accounts", "RetentionRule").objects.exclude(source="").exclude(starts_on=None):
        rule.words = {settings.LANGUAGE_CODE: rule.source}
        rule.save(update_fields=["words"])


def take_words_back(apps, schema_editor):
    for rule in apps.get_model("accounts", "RetentionRule").objects.all():
        rule.source = str(rule.words)[:200]
        rule.save(update_fields=["source"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_default_retention")]

    operations = [
        migrations.AddField(
            "retentionrule", "words", parvis.core.fields.TranslatedField(verbose_name="Where this comes from")
        ),
        migrations.RunPython(keep_words, take_words_back),
        migrations.RemoveField("retentionrule", "source"),
        migrations.RenameField("retentionrule", "words", "source"),
        migrations.AlterField(
            "retentionrule",
            "days",
            models.PositiveIntegerField(
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
                verbose_name="Days",
            ),
        ),
    ]
