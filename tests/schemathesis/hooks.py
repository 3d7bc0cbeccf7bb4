"""What the run needs of the world around it: addresses of its own, and a person who has agreed again."""

import itertools
import os

import requests
import schemathesis

numbers = itertools.count(1)


@schemathesis.hook
def before_call(context, case, **kwargs):
    """Each request comes from another address: ten wrong tokens of one would close the operators' routes to it."""
    number = next(numbers)
    case.headers["CF-Connecting-IP"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@schemathesis.hook
def after_call(context, case, response):
    """Whoever has withdrawn a consent agrees anew, or nothing could be asked of a partner from then on."""
    operation = case.operation
    if operation.method.upper() == "DELETE" and operation.path == "/consents/{policy}" and response.status_code == 200:
        headers = {"Authorization": f"Bearer {os.environ['HOST_TOKEN']}", "Content-Type": "application/json"}
        consents = f"{os.environ['GATEWAY']}/consents"
        requests.post(consents, data=os.environ["EVIDENCE"], headers=headers, timeout=30).raise_for_status()
