"""Puts more mails beside the generated ones, one folder for each class.

collect.py SHARED FOLDER: from SHARED/tools/gen_mails.py 800 mails by kind, from SHARED/corpora/dev the
mails of every source. What is not there is left out; each class that was added is said on stderr.
"""

import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

KINDS = {
    "plain": "6 gen_mails: plain text",
    "alt": "7 gen_mails: text and HTML",
    "attach": "8 gen_mails: with attachments",
}


def put(folder, title, files):
    place = folder / title
    place.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files):
        shutil.copyfile(file, place / f"{number:05}.eml")
    print(f"{title[2:]}: {len(files)} mails", file=sys.stderr)


def generated(script, folder):
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [sys.executable, script, "--count", "800", "--no-mbox", "--out", scratch],
            check=True, stdout=subprocess.DEVNULL)
        files = collections.defaultdict(list)
        for line in (pathlib.Path(scratch) / "manifest.jsonl").read_text().splitlines():
            mail = json.loads(line)
            title = KINDS.get(mail["kind"], "9 gen_mails: replies, automatic mail, bounces")
            files[title].append(pathlib.Path(scratch) / "Maildir" / "new" / mail["file"])
        for title in sorted(files):
            put(folder, title, files[title])


def main():
    shared, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    script, corpus = shared / "tools" / "gen_mails.py", shared / "corpora" / "dev"
    if script.is_file():
        generated(script, folder)
    else:
        print("There is no gen_mails.py: its mails are left out.", file=sys.stderr)
    if corpus.is_dir():
        # Without the few giants: they would drown the others.
        mails = [file for file in sorted(corpus.glob("*/mails/**/*"))
                 if file.is_file() and file.stat().st_size <= 1_000_000]
        put(folder, "A mails from the wild", mails)
    else:
        print("There is no corpus: mails from the wild are left out.", file=sys.stderr)


main()
