"""The first wording, English and German. A change of words is a new migration with a new version."""

import hashlib
import uuid

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TEXTS = {
    "en": (
        "I agree to talk to this practice by video or sound. The conversation goes directly between our devices, "
        "encrypted from end to end; nobody records it, neither the practice nor I. If both devices cannot reach "
        "each other directly, the practice's relay passes on what it cannot read. What I send during the "
        "consultation is kept only where the clinician takes it into my file. The practice notes that, when and "
        "how long we spoke; connection details are deleted after 90 days at the latest. Taking part is voluntary. "
        "I can leave at any time and withdraw this agreement on this page; what happened before stays lawful."
    ),
    "de": (
        "Ich bin damit einverstanden, mit dieser Praxis per Video oder Ton zu sprechen. Das Gespräch läuft direkt "
        "zwischen unseren Geräten und ist von Ende zu Ende verschlüsselt; niemand zeichnet es auf, weder die Praxis "
        "noch ich. Erreichen sich die Geräte nicht direkt, leitet das Relais der Praxis weiter, was es nicht lesen "
        "kann. Was ich während der Sprechstunde sende, bleibt nur, wenn es in meine Akte übernommen wird. Die Praxis "
        "hält fest, dass, wann und wie lange wir gesprochen haben; Verbindungsdaten werden nach spätestens 90 Tagen "
        "gelöscht. Die Teilnahme ist freiwillig. Ich kann jederzeit gehen und diese Einwilligung auf dieser Seite "
        "widerrufen; was vorher geschah, bleibt rechtmäßig."
    ),
}


def add_texts(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Store the first version."""
    text = apps.get_model("consent", "Text")
    for language, body in TEXTS.items():
        text.objects.create(
            id=uuid.uuid4(),
            topic="video-consultation",
            version=1,
            language=language,
            body=body,
            digest=hashlib.sha256(body.encode()).hexdigest(),
        )


class Migration(migrations.Migration):
    """Add the texts."""

    dependencies = (("consent", "0002_row_security"),)
    operations = (migrations.RunPython(add_texts, migrations.RunPython.noop),)
