"""The full-text index, in the words of each database."""

from django.db import migrations

POSTGRESQL = (
    "ALTER TABLE search_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
    "array_to_tsvector(string_to_array(trim(title || ' ' || text), ' ')) || "
    "array_to_tsvector(string_to_array('^' || replace(title, ' ', ' ^'), ' ')) || "
    "array_to_tsvector(ARRAY['=' || kind])) STORED",
    "CREATE INDEX search_vector ON search_searchentry USING gin (vector)",
)
# Marks (category M) belong to words in scripts that Python leaves as they are. No bm25: no column sizes.
SQLITE = (
    "CREATE VIRTUAL TABLE search_text USING fts5(title, text, kind, columnsize=0, prefix='2 3', "
    "tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co M*'\")",
)
POSTGRESQL_BACK = ("ALTER TABLE search_searchentry DROP COLUMN vector",)
SQLITE_BACK = ("DROP TABLE search_text",)


def forwards(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_step_and_words")]

    operations = [migrations.RunPython(forwards, backwards)]
