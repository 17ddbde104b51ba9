from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Dismissed',
            fields=[
                ('person_id', models.UUIDField(primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('week', models.DateField()),
                ('piece', models.CharField(max_length=16)),
                ('edition', models.PositiveSmallIntegerField()),
                ('is_shown', models.BooleanField()),
                ('occasions', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('week', 'piece', 'edition', 'is_shown'), name='a_week_counts_a_piece_once_each_way'), models.CheckConstraint(condition=models.Q(('done__lte', models.F('occasions'))), name='no_more_acts_than_occasions')],
            },
        ),
    ]
