#!/usr/bin/env python3
"""Computes the worked examples of docs/evidence-format.md, and what ExportZipTests and ExportManifestTests expect, from
that text and with nothing of ours: python3 golden.py. Ed25519 comes from the openssl command."""
import base64, hashlib, hmac, json, struct, subprocess, tempfile, uuid, zlib

sha256 = lambda data: hashlib.sha256(data).digest()
b64 = lambda data: base64.b64encode(data).decode()


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

# Export
files = {"B.txt": b"bravo\n", "a.txt": b"alpha\n", "a/empty": b""}
order = lambda names: sorted(names, key=str.encode)
manifest = "archive/export/v1\nS-1\nvoorbeeld\n" + "".join(
    f"{sha256(files[p]).hex()} {len(files[p])} {p}\n" for p in order(files))
print(manifest, sha256(manifest.encode()).hex())
print(signer("archive.example/export/voorbeeld", bytes(range(1, 33)))[1](manifest))

files["manifest.note"] = b"note\n"
time, out, central = ((2026 - 1980) << 9 | 3 << 5 | 20) << 16 | 10 << 11 | 0 << 5 | 1 // 2, b"", b""
for path in order(files):
    name, data = b"S-1/" + path.encode(), files[path]
    common = struct.pack("<IIIIHH", time, zlib.crc32(data), len(data), len(data), len(name), 0)
    central += struct.pack("<IHHHH", 0x02014B50, 20, 20, 0, 0) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name
    out += struct.pack("<IHHH", 0x04034B50, 20, 0, 0) + common + name + data
out += central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(files), len(files), len(central), len(out), 0)
print("zip", len(out), hashlib.sha256(out).hexdigest(), "\n" + out[:45].hex(" "))
