"""The frame of each drawing, so that points can be put on it; worked out again for those already drawn."""

from django.db import migrations, models

from parvis.territories.drawing import projector_of


def frame_the_drawings(apps, schema_editor):
    Boundary = apps.get_model("territories", "Boundary")
    Drawing = apps.get_model("territories", "Drawing")
    for drawing in Drawing.objects.all():
        drawn = [pk for pk, _path in drawing.paths]
        shapes = list(Boundary.objects.filter(territory__in=drawn).values_list("geometry", flat=True))
        if shapes:
            drawing.frame = projector_of(shapes).frame
            drawing.save(update_fields=["frame"])


class Migration(migrations.Migration):
    dependencies = [("territories", "0005_perimeter_imports_and_retired")]

    operations = [
        migrations.AddField(model_name="drawing", name="frame", field=models.JSONField(default=list)),
        migrations.RunPython(frame_the_drawings, migrations.RunPython.noop),
    ]
