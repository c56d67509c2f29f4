from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0009_stopped_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="stops_there",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
