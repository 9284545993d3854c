#!/usr/bin/env python3
"""Computes, from docs/evidence-format.md and with nothing of ours, what CommitmentsTests expects: python3 golden.py"""
import hashlib, hmac, uuid

SECRET = bytes(range(32))
VERSION = uuid.UUID("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0").bytes
MEMBERS = [
    ("platform-id", "113500000000000001"),
    ("url", "https://social.example/@gemeente/113500000000000001"),
    ("author-id", "109"),
    ("author-handle", "gemeente@social.example"),
    ("author-name", 'Gemeente "Zuiderdam"'),
    ("posted-at", "2026-03-02T09:15:00.000000Z"),
    ("edited-at", "2026-03-02T09:20:30.500000Z"),
    ("language", "nl"),
    ("visibility", "public"),
    ("in-reply-to", "113499999999999999"),
]
WORDS = ["De", " ", "brug", " ", "is", "\n\n", "open", " ", "\U0001F6B2", " ", "\uFFFD", " ", "\u0643\u0644"]
MEMBERS += [(f"text/{i}", word) for i, word in enumerate(WORDS)]
MEMBERS += [
    ("link/0", "https://zuiderdam.example/brug?a=1&b=2"),
    ("tag/0", "brug"),
    ("tag/1", "verkeer"),
    ("mention/0", "https://social.example/@wegen"),
    ("media/0/digest", hashlib.sha256(b"abc").hexdigest()),
    ("media/0/type", "image"),
    ("media/0/alt/0", "Een"),
    ("media/0/alt/1", " "),
    ("media/0/alt/2", "brug"),
    ("media/1/type", "video"),
    ("mastodon/poll/0/title", "Ja\0\t\\"),
    ("mastodon/spoiler/0", "let"),
    ("mastodon/spoiler/1", " "),
    ("mastodon/spoiler/2", "op"),
]


SAID = len(MEMBERS)


def padded(members):
    return members + [(f"padding/{i}", "") for i in range(-len(members) % 32)]


MEMBERS = padded(MEMBERS)


def string(text):  # RFC 8785 3.2.2.2
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return '"' + "".join(short.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text) + '"'


def salt(i):
    return hmac.new(SECRET, b"archive/salt/v1\n" + VERSION + i.to_bytes(4, "big"), "sha256").digest()


def leaf(i):
    path, value = MEMBERS[i]
    return hashlib.sha256(b"\0" + salt(i) + f"[{string(path)},{string(value)}]".encode()).digest()


def root(leaves):  # RFC 6962 2.1
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + root(leaves[:k]) + root(leaves[k:])).digest()


def entry(i, shown):
    if not shown:
        return '{"h":"%s"}' % leaf(i).hex()
    path, value = MEMBERS[i]
    return '{"p":%s,"s":"%s","v":%s}' % (string(path), salt(i).hex(), string(value))


leaves = [leaf(i) for i in range(len(MEMBERS))]
print("n", len(leaves))
print("salt 36", salt(36).hex())
print("root", root(leaves).hex())
every_third = "[" + ",".join(entry(i, i % 3 == 0 or i >= SAID) for i in range(len(leaves))) + "]"
print("opened, every third", len(every_third.encode()), hashlib.sha256(every_third.encode()).hexdigest())
MEMBERS = padded(MEMBERS[:1])
print("root of the first member alone", root([leaf(i) for i in range(32)]).hex())
