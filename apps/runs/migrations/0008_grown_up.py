from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0007_sharing"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="recheck",
            field=models.CharField(
                blank=True,
                choices=[("", "No"), ("due", "Due"), ("agrees", "Agrees"), ("differs", "Differs")],
                default="",
                max_length=8,
            ),
        ),
        migrations.RemoveIndex(
            model_name="run",
            name="waiting_runs",
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                condition=models.Q(("state", "queued")),
                fields=["lane_rank", "group_served", "person_served", "created"],
                name="waiting_by_account",
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                condition=models.Q(("recheck__in", ["due", "differs"])),
                fields=["recheck", "finished"],
                name="rechecked_runs",
            ),
        ),
    ]
