"""When a consultation was changed last, found at once: subscriptions ask it at each fetch."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_mails_in_the_record")]

    operations = [
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["updated_at"], name="consultation_updated"),
        ),
    ]
