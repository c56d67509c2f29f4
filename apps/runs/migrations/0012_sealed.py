from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0011_guests"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="is_sealed",
            field=models.BooleanField(default=False),
        ),
    ]
