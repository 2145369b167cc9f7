"""Answers with Django's template engine: each line of JSON has template, data, files; each answer html or the name of an error."""
import datetime
import json
import sys

from django.conf import settings

settings.configure(USE_L10N=True, USE_TZ=False, TIME_ZONE="UTC", LANGUAGE_CODE="en-us")
import django

django.setup()
from django.template import Context, Engine
from django.template.loaders.locmem import Loader


def revived(value):
    if isinstance(value, dict):
        if set(value) == {"$date"}:
            return datetime.datetime.utcfromtimestamp(value["$date"] / 1000)
        return {key: revived(each) for key, each in value.items()}
    return [revived(each) for each in value] if isinstance(value, list) else value


for line in sys.stdin:
    asked = json.loads(line)
    engine = Engine(loaders=[("django.template.loaders.locmem.Loader", asked.get("files", {}))])
    try:
        html = engine.from_string(asked["template"]).render(Context(revived(asked["data"])))
        answer = {"html": html}
    except Exception as error:
        answer = {"error": type(error).__name__}
    print(json.dumps(answer), flush=True)
