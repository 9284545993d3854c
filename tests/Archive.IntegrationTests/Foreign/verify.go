// Checks that each fact in a set was in the log, and, if the anchor's key is named too, the log's head in the anchor log.
// Usage: verify SET LOG-VKEY [ANCHOR-VKEY]
package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal("refused: ", err)
	}
	return value
}

// prove checks that the leaf that commits to c is under the checkpoint in the proof, which key signed.
func prove(path string, c [32]byte, vkey string) (index int64, signed []byte, size int64) {
	proof, signed, _ := bytes.Cut(must(os.ReadFile(path)), []byte("\n\n"))
	key := must(note.NewVerifier(vkey))
	origin, rest, _ := strings.Cut(must(note.Open(signed, note.VerifierList(key))).Text, "\n")
	head := must(tlog.ParseTree([]byte("go.sum database tree\n" + rest)))
	var hashes tlog.RecordProof
	again := ""
	for i, line := range strings.Split(string(proof), "\n") {
		if i == 1 {
			fmt.Sscanf(line, "index %d", &index)
			again = fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d", index)
		} else if i > 1 {
			hashes = append(hashes, must(tlog.ParseHash(line)))
			again += "\n" + hashes[i-2].String()
		}
	}
	record := tlog.RecordHash([]byte(fmt.Sprintf(`{"v":1,"c":"%x"}`, c)))
	if err := tlog.CheckRecord(hashes, head.N, head.Hash, index, record); err != nil || origin != key.Name() || again != string(proof) {
		log.Fatal("refused: ", path, " does not prove it: ", err)
	}
	return index, signed, head.N
}

func main() {
	checkpoint := must(os.ReadFile(os.Args[1] + "/evidence/log/checkpoint"))
	facts := must(filepath.Glob(os.Args[1] + "/evidence/facts/*.json"))
	if len(facts) == 0 {
		log.Fatal("refused: no facts")
	}
	for _, path := range facts {
		c := sha256.Sum256(append([]byte("archive/fact/v1\n"), must(os.ReadFile(path))...))
		index, signed, _ := prove(strings.TrimSuffix(path, "json")+"tlog-proof", c, os.Args[2])
		if !bytes.Equal(signed, checkpoint) || filepath.Base(path) != fmt.Sprint(index, ".json") {
			log.Fatal("refused: ", path, " is proven elsewhere")
		}
	}
	fmt.Println(len(facts), "facts are in the log")
	if len(os.Args) > 3 {
		_, _, size := prove(os.Args[1]+"/evidence/log/anchor.tlog-proof", sha256.Sum256(checkpoint), os.Args[3])
		fmt.Println("its head is one of", size, "in the anchor log")
	}
}
