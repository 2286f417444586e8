"""A small IMAP server that speaks the protocol on a socket: enough of RFC 3501 for a client that only reads."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """One mailbox: UID → mail, and which were seen."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    validity: int = 7
    next_uid: int = 1
    password: str = "secret"
    asked: list[str] = field(default_factory=list)

    def put(self, raw: bytes, *, seen: bool = False) -> int:
        uid = self.next_uid
        self.next_uid += 1
        self.mails[uid] = raw
        if seen:
            self.seen.add(uid)
        return uid


class _Talk(socketserver.StreamRequestHandler):
    def say(self, line: bytes | str) -> None:
        self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def handle(self) -> None:
        box: Box = self.server.box  # type: ignore[attr-defined]
        self.say("* OK ready")
        for line in self.rfile:
            tag, _space, rest = line.decode().strip().partition(" ")
            box.asked.append(rest)
            command, _space, words = rest.partition(" ")
            name = command.upper()
            if name == "UID":
                sub, _space, words = words.partition(" ")
                name = f"UID {sub.upper()}"
            answer = getattr(self, "do_" + name.lower().replace(" ", "_"), None)
            done = answer(box, words) if answer else "BAD unknown"
            self.say(f"{tag} {done}")
            if name == "LOGOUT":
                return

    def do_capability(self, _box: Box, _words: str) -> str:
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, box: Box, words: str) -> str:
        return "OK in" if words.endswith(f'"{box.password}"') else "NO [AUTHENTICATIONFAILED] wrong password"

    def do_select(self, box: Box, words: str) -> str:
        if words != '"INBOX"':
            return "NO no such mailbox"
        self.say(f"* {len(box.mails)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {box.validity}] valid")
        self.say(f"* OK [UIDNEXT {box.next_uid}] next")
        return "OK [READ-WRITE] selected"

    def do_uid_search(self, box: Box, words: str) -> str:
        if words == "UNSEEN":
            found = [uid for uid in box.mails if uid not in box.seen]
        else:
            first = int(re.fullmatch(r"UID (\d+):\*", words).group(1))
            # « n:* » always names the last one, even below n: as the standard says.
            found = [uid for uid in box.mails if uid >= first] or sorted(box.mails)[-1:]
        self.say("* SEARCH " + " ".join(map(str, found)))
        return "OK found"

    def do_uid_fetch(self, box: Box, words: str) -> str:
        uid_text, what = words.split(" ", 1)
        uid, raw = int(uid_text), box.mails.get(int(uid_text))
        if raw is None:
            return "OK nothing"
        if "RFC822.SIZE" in what:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            return "OK fetched"
        body = raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in what else raw
        label = "BODY[HEADER]" if "HEADER" in what else "BODY[]"
        self.wfile.write(f"* 1 FETCH (UID {uid} {label} {{{len(body)}}}\r\n".encode() + body + b")\r\n")
        return "OK fetched"

    def do_uid_store(self, box: Box, words: str) -> str:
        if r"\Seen" in words:
            box.seen.add(int(words.split(maxsplit=1)[0]))
        return "OK stored"

    def do_logout(self, _box: Box, _words: str) -> str:
        self.say("* BYE")
        return "OK bye"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    box: Box


@contextmanager
def imap_server() -> Iterator[tuple[int, Box]]:
    """A free port of this machine, and what is in its mailbox."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = Box()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.server_address[1], server.box
        server.shutdown()
        thread.join()
