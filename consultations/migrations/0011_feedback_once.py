"""That somebody gave feedback is kept with the invitation; what they said is not."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0010_papers_as_agreed"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="gave_feedback",
            field=models.BooleanField(
                default=False,
                help_text="That they did; what they said has no name.",
                verbose_name="gave feedback",
            ),
        ),
    ]
