#!/usr/bin/env python3
"""Computes the worked examples of docs/evidence-format.md, and what ExportZipTests and ExportManifestTests expect, from
that text and with nothing of ours: python3 golden.py. Ed25519 comes from the openssl command."""
import base64, csv, hashlib, hmac, io, json, os, struct, subprocess, tempfile, uuid, zlib

sha256 = lambda data: hashlib.sha256(data).digest()
b64 = lambda data: base64.b64encode(data).decode()
beside = lambda name: os.path.join(os.path.dirname(os.path.abspath(__file__)), name)


def jcs(value):  # RFC 8785, for names in ASCII and whole numbers
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


def root(leaves):  # RFC 6962 2.1
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def signer(name, seed):
    der = bytes.fromhex("302e020100300506032b657004220420") + seed  # PKCS #8, RFC 8410
    def openssl(*arguments, **more):
        with tempfile.NamedTemporaryFile() as key, tempfile.NamedTemporaryFile() as text:
            key.write(der), key.flush(), text.write(more.get("text", b"")), text.flush()
            return subprocess.run([a.replace("KEY", key.name).replace("TEXT", text.name) for a in ("openssl",) + arguments],
                                  capture_output=True, check=True).stdout
    public = openssl("pkey", "-in", "KEY", "-inform", "DER", "-pubout", "-outform", "DER")[-32:]
    key_id = sha256(name.encode() + b"\n\1" + public)[:4]
    vkey = f"{name}+{key_id.hex()}+{b64(bytes([1]) + public)}"
    def sign(text):
        signature = openssl("pkeyutl", "-sign", "-inkey", "KEY", "-keyform", "DER", "-rawin", "-in", "TEXT", text=text.encode())
        return f"{text}\n\u2014 {name} {b64(key_id + signature)}\n"
    return vkey, sign


# Fact, leaf and log
statement = jcs({
    "at": "2026-03-02T09:15:00.000000Z", "data": {"source": "5a5a5a5a-1111-4222-8333-444444444444"}, "headers": {},
    "id": "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0", "stream": "5a5a5a5a-1111-4222-8333-444444444444",
    "tenant": "voorbeeld", "type": "sources.source-watched/1", "version": 1,
})
commitment = sha256(b"archive/fact/v1\n" + statement)
leaf = b'{"v":1,"c":"%s"}' % commitment.hex().encode()
leaves = [sha256(b"\0" + leaf)] + [sha256(b"\0" + b'{"v":1,"c":"%s"}' % (c * 64)) for c in (b"1", b"2")]
log_root = root(leaves)
origin = "archive.example/log/voorbeeld"
vkey, sign = signer(origin, bytes(range(32)))
checkpoint = sign(f"{origin}\n3\n{b64(log_root)}\n")
print(statement.decode(), "\nc", commitment.hex(), "\nleaf hash", leaves[0].hex(), "\nroot", log_root.hex())
print(vkey)
print(f"c2sp.org/tlog-proof@v1\nindex 0\n{b64(leaves[1])}\n{b64(leaves[2])}\n\n{checkpoint}")

# Anchor log: that checkpoint is its second leaf
anchored = [sha256(b"\0" + b'{"v":1,"c":"%s"}' % c) for c in (b"3" * 64, sha256(checkpoint.encode()).hex().encode())]
anchor_vkey, sign_anchor = signer("archive.example/anchor", bytes(range(2, 34)))
anchor_text = f"archive.example/anchor\n2\n{b64(root(anchored))}\n"
print(anchor_vkey, "\nc", sha256(checkpoint.encode()).hex(), "\nimprint", sha256(anchor_text.encode()).hex())
print(f"c2sp.org/tlog-proof@v1\nindex 1\n{b64(anchored[0])}\n\n{sign_anchor(anchor_text)}")

# The order of facts in a stream: two of a comment, and a log that has them the wrong way round
comment, response = "22222222-0000-4000-8000-000000000005", {
    "object": "a955f992c68fa944e8d57e9f1cd52218d5a2698fe3dd97cc6166bddf0e7a0b6f", "piece": 1}
seen = {"record": comment, "response": response, "source": "5a5a5a5a-1111-4222-8333-444444444444",
        "visit": "77777777-1111-4222-8333-444444444444"}
answers = "22222222-0000-4000-8000-000000000004"
stream = [jcs({"at": "2026-03-02T09:15:01.000000Z", "data": data, "headers": {}, "id": f"0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f{place + 1}",
               "stream": comment, "tenant": "voorbeeld", "type": kind, "version": place})
          for place, (kind, data) in enumerate((("capture.record-sighted/1", {**seen, "way": "api"}),
                                                ("capture.place-found/1", {**seen, "answers": answers, "thread": answers})), 1)]
both = [sha256(b"\0" + b'{"v":1,"c":"%s"}' % sha256(b"archive/fact/v1\n" + s).hex().encode()) for s in stream]
print("\n".join(s.decode() for s in stream), "\nroot", root(both).hex(), "\nno log", root(both[::-1]).hex())

# Published log: 300 leaves, the c of leaf i being the number i in 64 hex digits
entries = [b'{"v":1,"c":"%064x"}' % i for i in range(300)]
level0 = [sha256(b"\0" + entry) for entry in entries]
bundle = lambda some: b"".join(len(entry).to_bytes(2, "big") + entry for entry in some)
published = {
    "tile/0/000": b"".join(level0[:256]), "tile/0/001.p/44": b"".join(level0[256:]), "tile/1/000.p/1": root(level0[:256]),
    "tile/entries/000": bundle(entries[:256]), "tile/entries/001.p/44": bundle(entries[256:]),
    "checkpoint": sign(f"{origin}\n300\n{b64(root(level0))}\n").encode(),
}
assert root(level0) == sha256(b"\1" + root(level0[:256]) + root(level0[256:]))
for path, data in published.items():
    print(f"{path:22}{len(data):6} {sha256(data).hex()}")
print(published["tile/1/000.p/1"].hex(), "\n" + published["checkpoint"].decode())

# A change of key
print("vkey", sha256(vkey.encode()).hex())

# A log opened after a restore
print(jcs({"log": 2, "before": 1, "size": 3, "root": log_root.hex(), "note": sha256(checkpoint.encode()).hex(), "left": 1,
           "reason": "lost-disk", "officer": "5a5a5a5a-1111-4222-8333-444444444444"}).decode())

# Figures
print("figures", jcs([{"measure": "replies", "value": 12}, {
    "low": 1000, "measure": "reach", "parts": [{"by": "age", "is": "65+"}, {"by": "region", "is": "nl-ut"}],
    "period": {"from": "2026-03-01T00:00:00.000000Z", "to": "2026-04-01T00:00:00.000000Z"}}]).decode())

# Content commitment
secret, version = bytes(range(32)), uuid.UUID("00000000-0000-4000-8000-000000000001").bytes
members = [["author-name", "Jan"], ["text/0", "De"], ["text/1", " "], ["text/2", "brug"]]
members += [[f"padding/{i}", ""] for i in range(28)]
salts = [hmac.new(secret, b"archive/salt/v1\n" + version + i.to_bytes(4, "big"), "sha256").digest() for i in range(32)]
hashes = [sha256(b"\0" + salt + jcs(member)) for salt, member in zip(salts, members)]
print("salt 0", salts[0].hex(), "\nleaf 0", hashes[0].hex(), "\nroot", root(hashes).hex())
opened = [{"p": p, "s": salts[i].hex(), "v": v} if i else {"h": hashes[0].hex()} for i, (p, v) in enumerate(members)]
print(jcs(opened).decode())

# Version and author
print("withoutNames", hmac.new(secret, b"archive/without-names/v1\n" + version + b"mastodon/1\n" + jcs(members[1:4]), "sha256")
      .hexdigest(), "\nof an account", hmac.new(secret, b"archive/without-names/v1\n" + version + b"mastodon/1\n" + jcs(members[:4]), "sha256")
      .hexdigest(), "\nauthor", hmac.new(secret, b"archive/author/v1\n" + version + jcs("109"), "sha256").hexdigest())

# Account
account = [["platform-id", "109"], ["url", "https://social.example/@brug"], ["author-id", "109"],
           ["author-handle", "@brug@social.example"], ["author-name", "Jan"], ["posted-at", "2023-05-01T00:00:00.000000Z"],
           ["text/0", "De"], ["text/1", " "], ["text/2", "brug"], ["media/0/type", "avatar"], ["media/1/type", "header"],
           ["mastodon/bot", "true"], ["mastodon/field/name/0", "Loket"], ["mastodon/field/value/0", "Kade 1"],
           ["mastodon/moved/author-handle", "@brug@elders.example"], ["mastodon/moved/author-id", "110"]]
padded = account + [[f"padding/{i}", ""] for i in range(-len(account) % 32)]
account_opened = jcs([{"p": p, "s": salt.hex(), "v": v} for salt, (p, v) in zip(salts, padded)])
print("account", jcs(account).decode(), sha256(jcs(account)).hex())
print("root", root([sha256(b"\0" + salt + jcs(member)) for salt, member in zip(salts, padded)]).hex(),
      "\nopened", len(account_opened), sha256(account_opened).hex(), "\nwithoutNames", hmac.new(
          secret, b"archive/without-names/v1\n" + version + b"mastodon/1\n" + jcs(account), "sha256").hexdigest())
in_a_set = jcs([{"h": sha256(b"\0" + salt + jcs([p, v])).hex()} if p.split("/")[-1] in ("platform-id", "author-id")
                else {"p": p, "s": salt.hex(), "v": v} for salt, (p, v) in zip(salts, padded)])
print("in a set", len(in_a_set), sha256(in_a_set).hex())
account_fact = {
    "at": "2026-03-20T10:04:01.000000Z", "data": {
        "author": hmac.new(secret, b"archive/author/v1\n" + version + jcs("109"), "sha256").hexdigest(),
        "content": {"mapper": "mastodon/1", "n": 32, "root": root([
            sha256(b"\0" + salt + jcs(member)) for salt, member in zip(salts, padded)]).hex()},
        "kind": "account", "media": [], "ordinal": 1,
        "pieces": [{"object": "a955f992c68fa944e8d57e9f1cd52218d5a2698fe3dd97cc6166bddf0e7a0b6f", "piece": 1}],
        "postedHour": "2023-05-01T00:00:00.000000Z", "readFrom": "current", "record": "22222222-0000-4000-8000-000000000001",
        "source": "5a5a5a5a-1111-4222-8333-444444444444", "unit": "33333333-0000-4000-8000-000000000001",
        "version": "00000000-0000-4000-8000-000000000001", "visit": "0a0a0a0a-1111-4222-8333-444444444444",
        "withoutNames": hmac.new(
            secret, b"archive/without-names/v1\n" + version + b"mastodon/1\n" + jcs(account), "sha256").hexdigest()},
    "headers": {}, "id": "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f3", "stream": "22222222-0000-4000-8000-000000000001",
    "tenant": "voorbeeld", "type": "capture.version-captured/1", "version": 1}
print("its fact", jcs(account_fact).decode(), sha256(jcs(account_fact)).hex())

# Unit secret and vault object: see ../Vault/golden.py

# What a set accounts for
records = [
    {"leaf": 4, "members": [["text/0", "De"], ["text/2", "brug"]], "number": 1,
     "record": "22222222-0000-4000-8000-000000000004", "version": "00000000-0000-4000-8000-000000000001"},
    {"destroyed": {"at": "2026-04-02T08:00:00.000000Z", "basis": "avg-erasure", "leaf": 9}, "leaf": 5, "number": 2,
     "record": "22222222-0000-4000-8000-000000000005", "version": "00000000-0000-4000-8000-000000000005"},
]
print("records.json", jcs(records).decode(), sha256(jcs(records)).hex())
print("ArchiveSet", sha256(f"archive/document/v1\nS-1\ndocuments/S-1.pdf\n{sha256(jcs(records)).hex()}\n".encode()).hex())

# Signed PDF: DER (X.690), ECDSA on P-256 with the nonce of RFC 6979, and a certificate that is its own root
def der(tag, *parts):
    content = b"".join(parts)
    length = len(content)
    size = bytes([length]) if length < 128 else (b"\x81" if length < 256 else b"\x82") + length.to_bytes(1 + (length > 255), "big")
    return bytes([tag]) + size + content
sequence, set_of = (lambda *parts: der(0x30, *parts)), (lambda *parts: der(0x31, *sorted(parts)))
integer = lambda n: der(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))
def oid(text):
    first, second, *rest = map(int, text.split("."))
    out = bytes([40 * first + second])
    for n in rest:
        digits = [n & 127]
        while n := n >> 7:
            digits.append(n & 127 | 128)
        out += bytes(reversed(digits))
    return der(6, out)
P, A, N = 2**256 - 2**224 + 2**192 + 2**96 - 1, -3, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
def plus(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P) if one == other else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P
def times(k):
    at, base = None, G
    while k:
        at, base, k = (plus(at, base) if k & 1 else at), plus(base, base), k >> 1
    return at
scalar = int.from_bytes(bytes(range(3, 35)), "big")
public = times(scalar)
def ecdsa(text):
    h = sha256(text)
    private, reduced = scalar.to_bytes(32, "big"), (int.from_bytes(h, "big") % N).to_bytes(32, "big")
    k, v = bytes(32), b"\1" * 32
    for more in (b"\0", b"\1"):
        k = hmac.new(k, v + more + private + reduced, "sha256").digest()
        v = hmac.new(k, v, "sha256").digest()
    v = hmac.new(k, v, "sha256").digest()
    nonce = int.from_bytes(v, "big")
    r = times(nonce)[0] % N
    s = pow(nonce, -1, N) * (int.from_bytes(h, "big") + r * scalar) % N
    return sequence(integer(r), integer(s))
DATA, SIGNED_DATA, SHA256, ECDSA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2", "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"
name = sequence(set_of(sequence(oid("2.5.4.3"), der(12, b"Gemeente Voorbeeld"))))
point_of = der(3, b"\0\4" + b"".join(n.to_bytes(32, "big") for n in public))
to_sign = sequence(
    der(0xA0, integer(2)), integer(1), sequence(oid(ECDSA)), name, sequence(der(23, b"260101000000Z"), der(23, b"360101000000Z")), name,
    sequence(sequence(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), point_of),
    der(0xA3, sequence(sequence(oid("2.5.29.15"), der(1, b"\xff"), der(4, der(3, b"\7\x80"))))))  # key usage: digitalSignature
certificate = sequence(to_sign, sequence(oid(ECDSA)), der(3, b"\0" + ecdsa(to_sign)))
bound = sha256(f"archive/document/v1\nS-1\ndocuments/S-1.pdf\n{sha256(jcs(records)).hex()}\n".encode()).hex()
def file_of(a, b, c, contents):
    text, places = "%PDF-1.7\n", []
    for number, members in enumerate((
            "/Type /Catalog /Pages 2 0 R /AcroForm <</SigFlags 3 /Fields [4 0 R]>>", "/Type /Pages /Kids [3 0 R] /Count 1",
            "/Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Annots [4 0 R]",
            "/Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /F 132 /Rect [0 0 0 0] /P 3 0 R /V 5 0 R",
            f"/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n/ArchiveSet <{bound}>\n"
            f"/ByteRange [0 {a} {b} {c}]\n/Contents <{contents}>"), 1):
        places.append(len(text))
        text += f"{number} 0 obj\n<<{members}>>\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    text += f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return text
contents, ranges = "0" * 1500, (0, 0, 0)
for _ in range(3):  # until the numbers stand where they say
    text = file_of(*ranges, contents)
    at = text.index("<" + contents)
    ranges = at, at + len(contents) + 2, len(text) - at - len(contents) - 2
signed = (text[:ranges[0]] + text[ranges[1]:]).encode()
attribute = lambda kind, value: sequence(oid(kind), set_of(value))
attributes = sorted((
    attribute("1.2.840.113549.1.9.3", oid(DATA)), attribute("1.2.840.113549.1.9.4", der(4, sha256(signed))),
    attribute("1.2.840.113549.1.9.16.2.47", sequence(sequence(sequence(der(4, sha256(certificate))))))))
cms = sequence(oid(SIGNED_DATA), der(0xA0, sequence(
    integer(1), set_of(sequence(oid(SHA256))), sequence(oid(DATA)), der(0xA0, certificate),
    set_of(sequence(integer(1), sequence(name, integer(1)), sequence(oid(SHA256)), der(0xA0, *attributes), sequence(oid(ECDSA)),
                    der(4, ecdsa(der(0x31, *attributes))))))))
signed_pdf = file_of(*ranges, cms.hex().ljust(1500, "0")).encode()
print("PDF", len(signed_pdf), sha256(signed_pdf).hex(), "ByteRange", ranges, "signed", sha256(signed).hex())
print("attributes", der(0x31, *attributes).hex(), "\nCMS", len(cms), "certificate", len(certificate), sha256(certificate).hex())
with open(beside("example.pdf"), "rb") as file:
    assert file.read() == signed_pdf
with tempfile.TemporaryDirectory() as work:
    for file, data in (("cms", cms), ("signed", signed)):
        with open(f"{work}/{file}", "wb") as to:
            to.write(data)
    subprocess.run(["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", f"{work}/cms", "-content",
                    f"{work}/signed", "-CAfile", beside("example-pdf-root.pem"), "-purpose", "any", "-out", "/dev/null"],
                   check=True, capture_output=True)

# Redacted picture
def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
brown = bytes((200, 100, 50))
rows = b"\0" + brown + bytes(6) + b"\0" + brown * 3
stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows + struct.pack(">I", zlib.adler32(rows))
png = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 0)) + chunk(b"IDAT", stored)
       + chunk(b"IEND", b""))
copy = "c0c0c0c0-1111-4222-8333-444444444444"
copy_salt = hmac.new(secret, b"archive/salt/v1\n" + uuid.UUID(copy).bytes + bytes(4), "sha256").digest()
copy_commitment = sha256(b"\0" + copy_salt + jcs(["media/0/redacted", sha256(png).hex()]))
print("copy", png.hex(), sha256(png).hex(), "\nsalt", copy_salt.hex(), "\ncommitment", copy_commitment.hex())
request = "0e0e0e0e-1111-4222-8333-444444444444"
redacted = jcs({
    "at": "2026-03-19T12:00:00.000000Z", "data": {
        "commitment": copy_commitment.hex(), "copy": copy, "height": 2, "medium": 0, "number": 1,
        "picture": {"object": "ce42b1ad21ba67fbd23a3a69cd3efee6d0999e4aff10ea9b7ae8775cdc5b9fe1",
                    "unit": "a0a0a0a0-1111-4222-8333-444444444444"},
        "record": records[0]["record"], "regions": [{"height": 1, "width": 2, "x": 1, "y": 0}], "request": request,
        "version": records[0]["version"], "width": 3},
    "headers": {"officer": "5a5a5a5a-1111-4222-8333-444444444444"}, "id": "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f1",
    "stream": request, "tenant": "voorbeeld", "type": "requests.picture-redacted/1", "version": 7,
})
print(redacted.decode())
shown_copy = [{**records[0], "redacted": [{"leaf": 7, "medium": 0, "salt": copy_salt.hex()}]}]
print("records.json", jcs(shown_copy).decode())

# Answers that came again
source, visit, answer = ("5a5a5a5a-1111-4222-8333-444444444444", "0a0a0a0a-1111-4222-8333-444444444444",
                         "a955f992c68fa944e8d57e9f1cd52218d5a2698fe3dd97cc6166bddf0e7a0b6f")
repeated = jcs({
    "at": "2026-03-21T08:00:30.000000Z", "data": {
        "from": "2026-03-21T08:00:02.500000Z", "notModified": [], "same": ["1" * 64, answer], "source": source, "visit": visit},
    "headers": {}, "id": "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f2", "stream": visit, "tenant": "voorbeeld",
    "type": "capture.answers-repeated/1", "version": 2,
})
print(repeated.decode())
print("records.json", jcs([{**records[0], "seen": 8}]).decode())

# Inventory
columns = ("documentnummer;zaaknummer;omschrijving;afzender;soort;platform;datum;versie;bewerkt_utc;hoort_bij;reactie_op;status;"
           "beoordeling;gronden;toelichting;gelakte_woorden;gelakte_vlakken;paginas;bestand;dubbel_van;vindplaats;vastgelegd_utc;vernietigd_op;"
           "vernietigd_grond;vernietigd_lognummer;lognummer").split(";")
lines = [columns] + [[line.get(column, "") for column in columns] for line in (
    {"documentnummer": 1, "zaaknummer": "S", "omschrijving": "De … brug", "soort": "Bericht", "platform": "Mastodon",
     "datum": "2026-03-19", "versie": "1/1", "hoort_bij": 1, "status": "Te zien", "beoordeling": "Deels openbaar",
     "gronden": "5.1.2e", "gelakte_woorden": 0, "gelakte_vlakken": 0, "paginas": "3-4", "bestand": "S-1.pdf", "vastgelegd_utc": "2026-03-20T10:04:01Z",
     "lognummer": 4},
    {"documentnummer": 2, "zaaknummer": "S", "omschrijving": "Reactie", "soort": "Reactie", "platform": "Mastodon",
     "datum": "2026-03-19", "versie": "1/1", "hoort_bij": 1, "reactie_op": 1, "status": "Vernietigd", "beoordeling": "Openbaar",
     "toelichting": 'Zie "besluit";\nis vernietigd.', "vastgelegd_utc": "2026-03-20T10:05:01Z", "vernietigd_op": "2026-04-02",
     "vernietigd_grond": "AVG", "vernietigd_lognummer": 9, "lognummer": 5},
    {"documentnummer": 4, "zaaknummer": "S", "omschrijving": "'@gemeente", "soort": "Bericht", "platform": "Mastodon",
     "datum": "2026-03-20", "versie": "2/3", "hoort_bij": 4, "status": "Bewerkt", "beoordeling": "Niet openbaar",
     "gronden": "5.1.1c", "vastgelegd_utc": "2026-03-20T10:09:01Z"})]
table = io.StringIO(newline="")
csv.writer(table, delimiter=";", lineterminator="\r\n").writerows(lines)
inventory = ("\ufeff" + table.getvalue()).encode()
print("inventory", len(inventory), sha256(inventory).hex(), "\n" + table.getvalue())

# What is not proven, and whom the reader trusts
unproven = 'path,reason\noriginals/laat.mp4,"Nageleverd, ""los"" van het bericht"\n'.encode()
print("unproven", len(unproven), sha256(unproven).hex())
trusted = "".join(f"{key}\n" for key in (vkey, signer("archive.example/export/voorbeeld", bytes(range(1, 33)))[0], anchor_vkey))
print("trust", len(trusted), sha256(trusted.encode()).hex(), "\n" + trusted)

# JSON 63 deep, and a key of small order: eight times the point is the neutral element of edwards25519 (RFC 8032 section 5.1)
print("deep", sha256(b"[" * 63 + b"]" * 63).hex())
p = 2**255 - 19
d = -121665 * pow(121666, -1, p) % p
def add(one, other):
    (x1, y1), (x2, y2) = one, other
    k = d * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + k, -1, p) % p, (y1 * y2 + x1 * x2) * pow(1 - k, -1, p) % p
def decode(hexadecimal):
    number = int.from_bytes(bytes.fromhex(hexadecimal), "little")
    y, sign = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    x = pow(square, (p + 3) // 8, p)
    x = x if x * x % p == square else x * pow(2, (p - 1) // 4, p) % p
    assert x * x % p == square and y < p and not (x == 0 and sign)
    return (p - x if x & 1 != sign else x), y
for point in ("01" + "00" * 31, "ec" + "ff" * 30 + "7f", "00" * 32, "00" * 31 + "80",
              "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
              "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
              "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
              "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"):
    at = decode(point)
    for _ in range(3):
        at = add(at, at)
    assert at == (0, 1)
    print("small order", point)

# Export
files = {"B.txt": b"bravo\n", "a.txt": b"alpha\n", "a/empty": b""}
order = lambda names: sorted(names, key=str.encode)
manifest = "archive/export/v1\nS-1\nvoorbeeld\n" + "".join(
    f"{sha256(files[p]).hex()} {len(files[p])} {p}\n" for p in order(files))
print(manifest, sha256(manifest.encode()).hex())
print(signer("archive.example/export/voorbeeld", bytes(range(1, 33)))[1](manifest))

files["manifest.note"] = b"note\n"
time, out, central = (0 << 9 | 1 << 5 | 1) << 16, b"", b""  # 1980-01-01 00:00:00
for path in order(files):
    name, data = b"S-1/" + path.encode(), files[path]
    common = struct.pack("<IIIIHH", time, zlib.crc32(data), len(data), len(data), len(name), 0)
    central += struct.pack("<IHHHH", 0x02014B50, 20, 20, 0, 0) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name
    out += struct.pack("<IHHH", 0x04034B50, 20, 0, 0) + common + name + data
out += central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(files), len(files), len(central), len(out), 0)
print("zip", len(out), hashlib.sha256(out).hexdigest(), "\n" + out[:45].hex(" "))
