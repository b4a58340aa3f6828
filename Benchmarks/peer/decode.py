"""Decodes mails with a Python library and says how long that took.

decode.py LIBRARY FOLDER ROUNDS: LIBRARY is `email` or `fast-mail-parser`; FOLDER holds one folder for
each class of mail. The first line written is the peer's name. The others are, divided by tabs: class,
median processor seconds, headers, bytes of text, bytes of files, bytes of subjects, allocations. Line
ends do not count as text; allocations are -1 where nobody counts them.
"""

import ctypes
import importlib.metadata
import pathlib
import platform
import statistics
import sys
import time


class Email:
    """The `email` package of the standard library."""

    def __init__(self):
        import email.policy
        from email.parser import BytesParser

        self.parser = BytesParser(policy=email.policy.default)
        self.name = f"email of Python {platform.python_version()}"

    def decode(self, mail):
        """The measured work: every header read, every text as str, every file as bytes."""
        read = 0
        for part in self.parser.parsebytes(mail).walk():
            for _, value in part.items():
                read += len(value)
            if not part.is_multipart():
                read += len(part.get_content())
        return read

    def findings(self, mail):
        headers = text = files = subjects = 0
        for part in self.parser.parsebytes(mail).walk():
            headers += len(part.items())
            subjects += len((part["Subject"] or "").encode(errors="replace"))
            if part.is_multipart():
                continue
            content = part.get_content()
            if isinstance(content, str):
                text += visible(content)
            else:
                files += len(content)
        return headers, text, files, subjects


class FastMailParser:
    """fast-mail-parser, Rust behind a Python module. It gives the headers of the whole mail only."""

    def __init__(self):
        import fast_mail_parser

        self.parse = fast_mail_parser.parse_email
        self.name = f"fast-mail-parser {importlib.metadata.version('fast-mail-parser')}"

    def decode(self, mail):
        found = self.parse(mail)
        read = len(found.subject) + len(found.to) + len(found.cc)
        read += (found.from_ is not None) + (found.date_parsed is not None)
        for values in found.headers.values():
            for value in values:
                read += len(value)
        for text in found.text_plain:
            read += len(text)
        for text in found.text_html:
            read += len(text)
        for file in found.attachments:
            # It leaves mails within mails to whoever wants to read on.
            read += self.decode(file.content) if is_mail(file) else len(file.content)
        return read

    def findings(self, mail):
        found = self.parse(mail)
        headers = sum(len(values) for values in found.headers.values())
        text = sum(visible(text) for text in found.text_plain + found.text_html)
        sums = [headers, text, 0, len(found.subject.encode(errors="replace"))]
        for file in found.attachments:
            if is_mail(file):
                sums = [a + b for a, b in zip(sums, self.findings(file.content))]
            else:
                sums[2] += len(file.content)
        return tuple(sums)


def is_mail(file):
    return file.mimetype.lower() == "message/rfc822"


def visible(text):
    return len(text.replace("\r", "").replace("\n", "").encode(errors="replace"))


def attempt(work, mail, otherwise, is_wild):
    """Both libraries give up on some broken mails: those count as read as far as they came."""
    try:
        return work(mail)
    except Exception:
        if not is_wild:
            raise
        return otherwise


def measure(decode, mails, rounds, is_wild):
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for mail in mails:
            attempt(decode, mail, 0, is_wild)
        times.append(time.process_time() - start)
    return statistics.median(times) if times else 0


def count(decode, mails, is_wild):
    counter = getattr(ctypes.CDLL(None), "counted_allocations", None)
    if counter is None:
        return -1
    counter.restype = ctypes.c_long
    before = counter()
    for mail in mails:
        attempt(decode, mail, 0, is_wild)
    return counter() - before


def main():
    library, folder, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    peer = Email() if library == "email" else FastMailParser()
    print(peer.name)
    for kind in sorted(folder.iterdir()):
        mails = [file.read_bytes() for file in sorted(kind.iterdir())]
        # Also the unmeasured first round.
        is_wild = "wild" in kind.name
        found = [attempt(peer.findings, mail, (0, 0, 0, 0), is_wild) for mail in mails]
        sums = [sum(column) for column in zip(*found)]
        seconds = measure(peer.decode, mails, rounds, is_wild)
        print(kind.name, f"{seconds:.6f}", *sums, count(peer.decode, mails, is_wild), sep="\t", flush=True)


main()
