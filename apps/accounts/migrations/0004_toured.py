from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="toured",
            field=models.DateTimeField(null=True),
        ),
    ]
