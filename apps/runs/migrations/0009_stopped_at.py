from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0008_grown_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="stopped_at",
            field=models.BigIntegerField(blank=True, null=True),
        ),
    ]
