// Checks that each fact in a set was in the log that the checkpoint is of. Usage: verify SET LOG-VKEY
package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
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

func main() {
	key := must(note.NewVerifier(os.Args[2]))
	signed := must(os.ReadFile(os.Args[1] + "/evidence/log/checkpoint"))
	opened := must(note.Open(signed, note.VerifierList(key)))
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	head := must(tlog.ParseTree([]byte("go.sum database tree\n" + rest)))
	facts := must(filepath.Glob(os.Args[1] + "/evidence/facts/*.json"))
	if origin != key.Name() || len(facts) == 0 {
		log.Fatal("refused: another log, or no facts")
	}
	for _, path := range facts {
		name := strings.TrimSuffix(path, ".json")
		leaf := must(strconv.ParseInt(filepath.Base(name), 10, 64))
		proof, under, _ := bytes.Cut(must(os.ReadFile(name+".tlog-proof")), []byte("\n\n"))
		lines := strings.Split(string(proof), "\n")
		if !bytes.Equal(under, signed) || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprint("index ", leaf) {
			log.Fatal("refused: ", path, ": no proof of this leaf under this checkpoint")
		}
		var hashes tlog.RecordProof
		for _, line := range lines[2:] {
			hash := must(tlog.ParseHash(line))
			if hash.String() != line {
				log.Fatal("refused: ", path, ": a hash not as it is written")
			}
			hashes = append(hashes, hash)
		}
		c := sha256.Sum256(append([]byte("archive/fact/v1\n"), must(os.ReadFile(path))...))
		record := tlog.RecordHash([]byte(fmt.Sprintf(`{"v":1,"c":"%x"}`, c)))
		if err := tlog.CheckRecord(hashes, head.N, head.Hash, leaf, record); err != nil {
			log.Fatal("refused: ", path, ": ", err)
		}
	}
	fmt.Printf("%d facts are in %s of %d leaves\n", len(facts), origin, head.N)
}
