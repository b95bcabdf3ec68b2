// Package certificates checks the transformer's certificates with Go's standard libraries, which share no code with the transformer.
package certificates

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"../batch"
	yaml "gopkg.in/yaml.v3"
)

const (
	domain  = "kyma.example.com"
	mounted = "istio-ingressgateway-certs"
	byName  = "kyma-gateway-certs"
	moment  = "2025-03-01T00:00:00Z"
)

// gateway is an Ingress Gateway of a release that reads both Secrets, one of them by istiod.
const gateway = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: istio-ingressgateway
  namespace: istio-system
  labels: {app: istio-ingressgateway, istio: ingressgateway}
spec:
  selector: {matchLabels: {istio: ingressgateway}}
  template:
    metadata:
      labels: {app: istio-ingressgateway, istio: ingressgateway}
    spec:
      containers:
      - name: istio-proxy
        image: docker.io/istio/proxyv2:1.20.8
        args: [proxy, router]
      volumes:
      - name: ingressgateway-certs
        secret: {secretName: istio-ingressgateway-certs, optional: true}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: istiod
  namespace: istio-system
  labels: {app: istiod}
spec:
  selector: {matchLabels: {app: istiod}}
  template:
    metadata:
      labels: {app: istiod}
    spec:
      containers:
      - name: discovery
        image: docker.io/istio/pilot:1.20.8
        args: [discovery]
`

func now(t *testing.T) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func start(t *testing.T) *batch.Transformer {
	t.Helper()
	transformer, err := batch.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := transformer.Stop(); err != nil {
			t.Error(err)
		}
	})
	return transformer
}

// transform runs the program on a stream at the fixed time; the run must succeed.
func transform(t *testing.T, program *batch.Transformer, input string, arguments ...string) []object {
	t.Helper()
	all := append([]string{"--only", "ingress-certificates"}, arguments...)
	if !contains(arguments, "--certificate-time") {
		all = append(all, "--certificate-time", moment)
	}
	if !contains(arguments, "--domain") {
		all = append(all, "--domain", domain)
	}
	r, err := program.Run(input, all...)
	if err != nil {
		t.Fatal(err)
	}
	if r.Exit != 0 {
		t.Fatalf("%v: exit code %d: %s", arguments, r.Exit, r.Report)
	}
	return objects(t, r.Output)
}

func contains(all []string, wanted string) bool {
	for _, s := range all {
		if s == wanted {
			return true
		}
	}
	return false
}

// object is what the tests read of a Secret or SealedSecret.
type object struct {
	Kind     string
	Type     string
	Metadata metadata
	Data     map[string]string
	Spec     struct {
		EncryptedData map[string]string `yaml:"encryptedData"`
		Template      struct {
			Type     string
			Metadata metadata
		}
	}
}

type metadata struct {
	Name, Namespace string
	Annotations     map[string]string
}

func objects(t *testing.T, stream string) []object {
	t.Helper()
	var all []object
	decoder := yaml.NewDecoder(strings.NewReader(stream))
	for {
		var node yaml.Node
		if decoder.Decode(&node) != nil {
			return all
		}
		var head struct{ Kind string }
		if err := node.Decode(&head); err != nil {
			t.Fatal(err)
		}
		if head.Kind != "Secret" && head.Kind != "SealedSecret" {
			continue
		}
		var o object
		if err := node.Decode(&o); err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
}

func find(t *testing.T, all []object, kind, name string) object {
	t.Helper()
	for _, o := range all {
		if o.Kind == kind && o.Metadata.Name == name {
			return o
		}
	}
	t.Fatalf("the output has no %s %s", kind, name)
	return object{}
}

// value decodes a value of a Secret.
func (o object) value(t *testing.T, key string) []byte {
	t.Helper()
	decoded, err := base64.StdEncoding.DecodeString(o.Data[key])
	if err != nil || len(decoded) == 0 {
		t.Fatalf("%s: %s is not there or not base64: %v", o.Metadata.Name, key, err)
	}
	return decoded
}

func write(t *testing.T, folder, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// chain parses certificates in PEM.
func chain(t *testing.T, text []byte) []*x509.Certificate {
	t.Helper()
	var all []*x509.Certificate
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			t.Fatalf("a block %s is beside the certificate", block.Type)
		}
		parsed, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, parsed)
	}
	if len(all) == 0 || len(bytes.TrimSpace(text)) > 0 {
		t.Fatalf("%d certificates, and then %q", len(all), text)
	}
	return all
}

// verify checks a pair with Go's x509 for the domain and its subdomains, and connects a crypto/tls client to a server with the pair.
func verify(t *testing.T, certificate, key []byte, root *x509.Certificate) *x509.Certificate {
	t.Helper()
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed := chain(t, certificate)
	leaf := parsed[0]
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	if root == nil {
		root = leaf
		if err := leaf.CheckSignature(leaf.SignatureAlgorithm, leaf.RawTBSCertificate, leaf.Signature); err != nil {
			t.Errorf("the signature is not its own: %v", err)
		}
	}
	roots.AddCert(root)
	for _, c := range parsed[1:] {
		between.AddCert(c)
	}
	for _, name := range []string{domain, "console." + domain} {
		options := x509.VerifyOptions{DNSName: name, Roots: roots, Intermediates: between, CurrentTime: now(t),
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
		if _, err := leaf.Verify(options); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := handshake(pair, roots, name, now(t)); err != nil {
			t.Errorf("TLS for %s: %v", name, err)
		}
	}
	if err := leaf.VerifyHostname("a.b." + domain); err == nil {
		t.Error("the wildcard covers two labels")
	}
	if handshake(pair, roots, "other.example", now(t)) == nil {
		t.Error("a client of another name is content")
	}
	return leaf
}

func handshake(pair tls.Certificate, roots *x509.CertPool, name string, at time.Time) error {
	client, server := net.Pipe()
	defer client.Close()
	done := make(chan error, 1)
	go func() {
		defer server.Close()
		done <- tls.Server(server, &tls.Config{Certificates: []tls.Certificate{pair}, Time: func() time.Time { return at }}).Handshake()
	}()
	err := tls.Client(client, &tls.Config{RootCAs: roots, ServerName: name, Time: func() time.Time { return at }}).Handshake()
	if err != nil {
		return err
	}
	return <-done
}

// checkMade checks a certificate that the program created.
func checkMade(t *testing.T, leaf *x509.Certificate, longest time.Duration) {
	t.Helper()
	for wrong, is := range map[string]bool{
		"version":     leaf.Version != 3,
		"names":       fmt.Sprint(leaf.DNSNames) != fmt.Sprint([]string{domain, "*." + domain}),
		"other names": len(leaf.IPAddresses)+len(leaf.EmailAddresses)+len(leaf.URIs) != 0,
		"CA":          leaf.IsCA || !leaf.BasicConstraintsValid,
		"extended key usage": len(leaf.ExtKeyUsage) != 1 || leaf.ExtKeyUsage[0] != x509.ExtKeyUsageServerAuth ||
			len(leaf.UnknownExtKeyUsage) != 0,
		"serial number":   leaf.SerialNumber.Sign() <= 0 || leaf.SerialNumber.BitLen() != 127,
		"issuer":          !bytes.Equal(leaf.RawIssuer, leaf.RawSubject) || leaf.Subject.CommonName != domain,
		"key identifiers": len(leaf.SubjectKeyId) != 20 || !bytes.Equal(leaf.SubjectKeyId, leaf.AuthorityKeyId),
		"life":            leaf.NotAfter.Sub(leaf.NotBefore) > longest || !leaf.NotAfter.After(leaf.NotBefore),
		"critical":        len(leaf.UnhandledCriticalExtensions) != 0,
	} {
		if is {
			t.Errorf("wrong: %s: %+v", wrong, leaf.Subject)
		}
	}
	usage := x509.KeyUsageDigitalSignature
	if _, isRSA := leaf.PublicKey.(*rsa.PublicKey); isRSA {
		usage |= x509.KeyUsageKeyEncipherment
	}
	if leaf.KeyUsage != usage {
		t.Errorf("wrong: key usage %b", leaf.KeyUsage)
	}
}

// keySize reads a private key in PKCS#8 and returns its type and bits.
func keySize(t *testing.T, text []byte) string {
	t.Helper()
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" || len(rest) != 0 {
		t.Fatal("the key is not one block PRIVATE KEY")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		if err := key.Validate(); err != nil {
			t.Error(err)
		}
		return fmt.Sprint("rsa", key.N.BitLen())
	case *ecdsa.PrivateKey:
		if !key.Curve.IsOnCurve(key.X, key.Y) {
			t.Error("the public point is not on the curve")
		}
		return "ecdsa-" + strings.ReplaceAll(strings.ToLower(key.Curve.Params().Name), "-", "")
	}
	return fmt.Sprintf("%T", key)
}
