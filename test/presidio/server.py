"""Presidio's analyzer behind its own contract, POST /analyze, with a pipeline that has no model: patterns only, and nothing is downloaded."""

import json
import sys
import time

import spacy
import tldextract
from flask import Flask, Response, jsonify, request
from presidio_analyzer import AnalyzerEngine, AnalyzerRequest
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from werkzeug.exceptions import HTTPException


class BlankEngine(SpacyNlpEngine):
    """Tokens without names, from spaCy's rules for the language."""

    def load(self):
        self.nlp = {"en": spacy.blank("en")}


analyzer = AnalyzerEngine(
    nlp_engine=BlankEngine(models=[{"lang_code": "en", "model_name": "blank"}]),
    supported_languages=["en"],
)
# The list of suffixes that it ships, not the one on the web.
tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
app = Flask("presidio")


@app.get("/health")
def health():
    return "up"


@app.post("/analyze")
def analyze():
    asked = AnalyzerRequest(request.get_json())
    if not asked.text:
        return jsonify(error="No text provided"), 500
    if not asked.language:
        return jsonify(error="No language provided"), 500
    try:
        found = analyzer.analyze(
            text=asked.text,
            language=asked.language,
            entities=asked.entities,
            score_threshold=asked.score_threshold,
        )
    except ValueError as error:
        return jsonify(error=str(error)), 500
    body = json.dumps([span.to_dict() for span in found], default=str, sort_keys=True)
    return Response(body, content_type="application/json")


@app.post("/seconds")
def seconds():
    """CPU time that it takes to analyze these texts, without the way here."""
    texts = request.get_json()["texts"]
    began = time.process_time()
    for text in texts:
        analyzer.analyze(text=text, language="en")
    return jsonify(seconds=time.process_time() - began)


@app.errorhandler(HTTPException)
def refuse(error):
    return jsonify(error=error.description), error.code


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]))
