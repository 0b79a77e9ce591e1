"""A provisioning system in Python, with nothing but its standard library: opens a fleet of
services over panelkeeper's HTTP API, waits until each has its license, and closes it.

    PANELKEEPER_URL=http://127.0.0.1:7440 PANELKEEPER_TOKEN=pk_... \\
        python3 provisioning.py services.csv [close]

services.csv has the columns id, ip, panel, period. Running it again is harmless: each call finds
what is there.
"""

import csv
import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("PANELKEEPER_URL", "http://127.0.0.1:7440")
TOKEN = os.environ["PANELKEEPER_TOKEN"]
WAIT_SECONDS = 20


class Problem(Exception):
    """A call that panelkeeper refused: `code` is of the closed set of docs/http-api.md."""

    def __init__(self, answer):
        super().__init__(answer.get("detail", ""))
        self.code = answer.get("code", "")


def call(method, path, body=None):
    """Makes a call; gives the status and what was answered."""
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": "Bearer " + TOKEN,
            "Content-Type": "application/json",
            "Prefer": f"wait={WAIT_SECONDS}",
        },
    )
    if body is None:
        request.remove_header("Content-type")
    try:
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS + 10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        raise Problem(json.load(error)) from None


def until_done(name, method, path, body=None, pause=15):
    """Asks until it is done: what waits goes on by itself, and asking again finds it."""
    while True:
        status, answer = call(method, path, body)
        if status != 202:
            return answer
        if answer["needsHuman"]:
            raise Problem({"code": "NeedsHuman", "detail": answer["reason"]})
        print(f"{name}: {answer['reason']}", file=sys.stderr)
        time.sleep(pause)


def open_service(row):
    """Opens a service, and gives its license with the key, where the token may read keys."""
    body = {
        "ip": row["ip"],
        "panel": row["panel"],
        "servicePeriodMonths": int(row["period"]),
    }
    return until_done(row["id"], "PUT", "/v1/services/" + row["id"], body)["license"]


def close_service(row):
    """Closes a service; one that is not there is closed."""
    try:
        until_done(row["id"], "POST", f"/v1/services/{row['id']}/close")
    except Problem as problem:
        if problem.code != "ServiceUnknown":
            raise


def main(file, verb="open"):
    failed = 0
    with open(file, newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            try:
                if verb == "close":
                    close_service(row)
                    print(f"{row['id']}: closed")
                else:
                    license = open_service(row)
                    print(f"{row['id']}: license {license['licenseId']} until {license['expiresOn']}")
            except Problem as problem:
                failed += 1
                print(f"{row['id']}: {problem.code}: {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
