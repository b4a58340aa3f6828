"""Decodes mails with Python's email package and says how long that took.

decode.py FOLDER ROUNDS: FOLDER holds one folder for each kind of mail. The first line written is the
peer's name; the others are: kind, median processor seconds, headers, bytes of text, bytes of files,
bytes of subjects. Line ends do not count as text.
"""

import email.policy
import pathlib
import platform
import statistics
import sys
import time
from email.parser import BytesParser

PARSER = BytesParser(policy=email.policy.default)


def decode(mail):
    """The measured work: every header read, every text as str, every file as bytes."""
    read = 0
    for part in PARSER.parsebytes(mail).walk():
        for _, value in part.items():
            read += len(value)
        if not part.is_multipart():
            read += len(part.get_content())
    return read


def findings(mail):
    headers = text = files = subjects = 0
    for part in PARSER.parsebytes(mail).walk():
        headers += len(part.items())
        subjects += len((part["Subject"] or "").encode())
        if part.is_multipart():
            continue
        content = part.get_content()
        if isinstance(content, str):
            text += len(content.replace("\r", "").replace("\n", "").encode())
        else:
            files += len(content)
    return headers, text, files, subjects


def measure(mails, rounds):
    times = []
    for _ in range(rounds + 1):
        start = time.process_time()
        for mail in mails:
            decode(mail)
        times.append(time.process_time() - start)
    return statistics.median(times[1:])


def main():
    folder, rounds = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    print(f"email of Python {platform.python_version()}")
    for kind in sorted(folder.iterdir()):
        mails = [file.read_bytes() for file in sorted(kind.iterdir())]
        found = [sum(column) for column in zip(*map(findings, mails))]
        print(kind.name, f"{measure(mails, rounds):.6f}", *found)


main()
