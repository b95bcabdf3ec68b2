package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"strings"
)

// serve judges the runs of the fuzzer in tests/Transformer.Fuzzing, one after the other. A request is the input, the output and the report
// in JSON; an answer lists the violations, or is empty. Texts follow their length in bytes, a 32-bit little-endian number.
func serve(requests io.Reader, answers io.Writer) error {
	in := bufio.NewReaderSize(requests, 1<<16)
	for {
		input, err := receive(in)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		output, err := receive(in)
		if err != nil {
			return err
		}
		said, err := receive(in)
		if err != nil {
			return err
		}
		answer := judgeRun(input, output, said)
		var length [4]byte
		binary.LittleEndian.PutUint32(length[:], uint32(len(answer)))
		if _, err := answers.Write(append(length[:], answer...)); err != nil {
			return err
		}
	}
}

func receive(in io.Reader) (string, error) {
	var length [4]byte
	if _, err := io.ReadFull(in, length[:]); err != nil {
		return "", err
	}
	text := make([]byte, binary.LittleEndian.Uint32(length[:]))
	_, err := io.ReadFull(in, text)
	return string(text), err
}

// judgeRun applies the law about differences to a stream that may be anything: what Go's readers see differ is what the report lists.
func judgeRun(input, output, said string) string {
	report, err := readReport(said)
	if err != nil {
		return err.Error()
	}
	if !hasKnownNames(input) {
		return ""
	}
	var all []string
	for _, d := range []dialect{kubectlYAML, newerYAML} {
		found, err := checkDifferences(input, output, report, d)
		if err != nil {
			return err.Error()
		}
		for _, v := range found {
			all = append(all, v.String())
		}
	}
	if len(all) > 0 && hasOtherKeys(input) {
		return ""
	}
	return strings.Join(all, "\n")
}

// hasKnownNames is false for a stream that the report cannot follow: a reader rejects it, readers see different names (yaml.v2 reads "off"
// as a boolean), or a number as a name ("1e3" is 1000).
func hasKnownNames(input string) bool {
	one, err := readObjects(input, kubectlYAML)
	if err != nil {
		return false
	}
	other, err := readObjects(input, newerYAML)
	if err != nil || len(one) != len(other) {
		return false
	}
	for i := range one {
		if one[i].key() != other[i].key() || !hasTextNames(one[i]) {
			return false
		}
	}
	return !hasOtherNames(input)
}

// hasOtherKeys is true when a reader reads a key of a stream as a number, a boolean or null. For example, Go reads "1e3" as 1000, and the
// report has the text of the key.
func hasOtherKeys(input string) bool {
	for _, d := range []dialect{kubectlYAML, newerYAML} {
		for _, document := range splitDocuments(input) {
			if content, err := d.decode(document); err == nil && hasOtherKey(content) {
				return true
			}
		}
	}
	return false
}

// hasOtherKey is the same for a value that plain has not changed, and for the YAML inside its texts.
func hasOtherKey(v value) bool {
	switch v := v.(type) {
	case map[interface{}]interface{}:
		for key, item := range v {
			if _, isText := key.(string); !isText || hasOtherKey(item) {
				return true
			}
		}
	case map[string]interface{}:
		for _, item := range v {
			if hasOtherKey(item) {
				return true
			}
		}
	case []interface{}:
		for _, item := range v {
			if hasOtherKey(item) {
				return true
			}
		}
	case string:
		return hasOtherKey(collection(v))
	}
	return false
}

// hasTextNames is true when the name of an object is text, as an API server requires.
func hasTextNames(o object) bool {
	metadata := mapping(o.fields["metadata"])
	for _, v := range []value{o.fields["apiVersion"], o.fields["kind"], metadata["name"], metadata["generateName"], metadata["namespace"]} {
		switch v.(type) {
		case nil, string, map[string]value, []value:
		default:
			return false
		}
	}
	return true
}

// hasOtherNames is true when Go's readers and the program read different texts: Go decodes !!binary, and line breaks of YAML 1.1 are line
// breaks for Go. The program rejects an edit of such a document, but may remove it.
func hasOtherNames(input string) bool {
	for _, s := range []string{"!!binary", "\u0085", "\u2028", "\u2029"} {
		if strings.Contains(input, s) {
			return true
		}
	}
	return false
}
