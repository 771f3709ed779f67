"""A paper that was agreed is kept word for word, with who changed its state when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0009_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="history",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="From, to, when and by whom.",
                verbose_name="changes of state",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="issued",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="The paper word for word, from when it was agreed or issued.",
                verbose_name="as agreed",
            ),
        ),
    ]
