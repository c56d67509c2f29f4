from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0006_undoing"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="is_shared",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_shared", True), ("state", "running")),
                fields=("inputs_hash",),
                name="one_shared_computation",
            ),
        ),
    ]
