package certificates

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// vector is a line of the table in docs/certificates.md.
type vector struct {
	seed                   []byte
	name                   string // a domain, or hosts with commas between them
	days                   int
	at                     time.Time
	certificate, key, line string
}

// vectors reads the published table: the rows between "### Test vectors" and the next heading.
func vectors(t *testing.T) []vector {
	t.Helper()
	text, err := os.ReadFile("../../docs/certificates.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n### Test vectors\n")
	if !found {
		t.Fatal("docs/certificates.md has no section Test vectors")
	}
	section, _, _ = strings.Cut(section, "\n#")
	var all []vector
	for _, line := range strings.Split(section, "\n") {
		cells := strings.Split(strings.Trim(line, "| "), "|")
		if len(cells) != 6 {
			continue
		}
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `")
		}
		seed, err := hex.DecodeString(cells[0])
		if err != nil {
			continue // the heading
		}
		days, err := strconv.Atoi(cells[2])
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, cells[3])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, vector{seed, cells[1], days, at, cells[4], cells[5], line})
	}
	if len(all) < 4 {
		t.Fatalf("the table has %d vectors", len(all))
	}
	return all
}

// serving is a Gateway for hosts, which names the Secret of-hosts.
func serving(hosts []string) string {
	return fmt.Sprintf("---\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: hosts, namespace: istio-system}\nspec:\n"+
		"  selector: {istio: ingressgateway}\n  servers:\n  - port: {number: 443, name: https, protocol: HTTPS}\n"+
		"    tls: {mode: SIMPLE, credentialName: of-hosts}\n    hosts: ['%s']\n", strings.Join(hosts, "', '"))
}

func fingerprint(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text)) }

// TestVectors compares three results: the published table, the program, and the scheme in this package.
func TestVectors(t *testing.T) {
	program, folder := start(t), t.TempDir()
	for i, v := range vectors(t) {
		seed := write(t, folder, fmt.Sprint("seed", i), []byte(hex.EncodeToString(v.seed)))
		arguments := []string{"--tls-seed-file", seed, "--tls-window-days", strconv.Itoa(v.days), "--certificate-time", v.at.Format(time.RFC3339)}
		input, name, secret := gateway, forDomain(v.name), mounted
		if hosts := strings.Split(v.name, ", "); len(hosts) > 1 {
			input, name, secret = gateway+serving(hosts), forHosts(hosts...), "of-hosts"
		} else {
			arguments = append(arguments, "--domain", v.name)
		}
		made := find(t, transform(t, program, input, arguments...), "Secret", secret)
		certificate, key := derivedPair(t, v.seed, name, windowAt(v.at, v.days))
		if got := made.value(t, "tls.crt"); !bytes.Equal(got, certificate) {
			t.Errorf("%s: the program's certificate is not that of the scheme:\n%s%s", v.line, got, certificate)
		}
		if got := made.value(t, "tls.key"); !bytes.Equal(got, key) {
			t.Errorf("%s: the program's key is not that of the scheme", v.line)
		}
		if fingerprint(certificate) != v.certificate || fingerprint(key) != v.key {
			t.Errorf("%s: published is another pair; the scheme has %s and %s", v.line, fingerprint(certificate), fingerprint(key))
		}
	}
}

// TestDomainSeparation derives keys and serial numbers for many seeds, domains, windows and purposes: all are different, even if the inputs
// differ only in where one part ends and the next begins.
func TestDomainSeparation(t *testing.T) {
	other := append([]byte{}, seedBytes...)
	other[31] ^= 1
	seen := map[string]string{}
	add := func(what string, value *big.Int) {
		if before, found := seen[value.String()]; found {
			t.Errorf("%s and %s are the same", before, what)
		}
		seen[value.String()] = what
	}
	for s, seed := range [][]byte{seedBytes, other, append(append([]byte{}, seedBytes...), 0), seedBytes[:31]} {
		for _, name := range []string{domain, "kyma.example.co", "yma.example.com", "example.com", "a.bc", "ab.c", "p-256.private.key",
			"serial.number"} {
			for _, days := range []int{1, 89, 90, 91, 300} {
				for number := int64(222); number < 225; number++ {
					w := window{number, time.Duration(days) * day, 30 * day}
					what := fmt.Sprintf("seed %d, %s, window %d of %d days", s, name, number, days)
					key := derivedKey(seed, forDomain(name), w)
					add("key of "+what, key.D)
					add("public key of "+what, key.X)
					add("serial number of "+what, new(big.Int).SetBytes(derive(seed, forDomain(name), w, "serial number", 16)))
					add("key-sized serial number of "+what, new(big.Int).SetBytes(derive(seed, forDomain(name), w, "serial number", 48)))
				}
			}
		}
	}
}

// TestProgramSeparatesDomains asks the program itself for keys and serial numbers.
func TestProgramSeparatesDomains(t *testing.T) {
	program, folder := start(t), t.TempDir()
	other := append([]byte{}, seedBytes...)
	other[31] ^= 1
	keys, serials := map[string]string{}, map[string]string{}
	for s, seed := range [][]byte{seedBytes, other} {
		file := write(t, folder, fmt.Sprint("seed", s), []byte(hex.EncodeToString(seed)))
		for _, name := range []string{domain, "kyma.example.co", "a.bc", "ab.c"} {
			for _, days := range []string{"60", "90", "91"} {
				for _, at := range []string{"2025-03-01T00:00:00Z", "2025-09-01T00:00:00Z"} {
					what := fmt.Sprint(s, name, days, at)
					made := find(t, transform(t, program, gateway, "--tls-seed-file", file, "--domain", name, "--tls-window-days", days,
						"--certificate-time", at), "Secret", mounted)
					leaf := chain(t, made.value(t, "tls.crt"))[0]
					for value, seen := range map[string]map[string]string{fmt.Sprint(leaf.PublicKey): keys, leaf.SerialNumber.String(): serials} {
						if before, found := seen[value]; found {
							t.Errorf("%s and %s are the same", before, what)
						}
						seen[value] = what
					}
				}
			}
		}
	}
}

// TestSeedForms passes one seed in hexadecimal, base64 and as raw bytes: all give the same seed, and the text of a form is never used as
// the seed itself.
func TestSeedForms(t *testing.T) {
	program, folder := start(t), t.TempDir()
	wanted, _ := derivedPair(t, seedBytes, forDomain(domain), windowAt(now(t), 90))
	for name, content := range map[string][]byte{
		"hexadecimal": []byte(hex.EncodeToString(seedBytes)),
		"upper case":  []byte(strings.ToUpper(hex.EncodeToString(seedBytes)) + "\n"),
		"base64":      []byte(base64.StdEncoding.EncodeToString(seedBytes) + "\n"),
		"base64url":   []byte(base64.RawURLEncoding.EncodeToString(seedBytes)),
		"raw":         seedBytes,
	} {
		made := find(t, transform(t, program, gateway, "--tls-seed-file", write(t, folder, "seed", content)), "Secret", mounted)
		if !bytes.Equal(made.value(t, "tls.crt"), wanted) {
			t.Errorf("%s is another seed", name)
		}
	}
}
