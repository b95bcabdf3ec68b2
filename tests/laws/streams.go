package main

import (
	"os"
	"path/filepath"
	"strings"
)

// stream is an input with the arguments it is run with.
type stream struct {
	name, input string
	arguments   []string
}

// assume lets streams of Istio 1.0 pass that Helm 3 rendered, without their definitions.
var assume = []string{"--assume-crd", "policies.authentication.istio.io"}

// streamOf reads one file; arguments in a file "args" beside it have {case} for their folder.
func streamOf(name, file string) (stream, error) {
	input, err := os.ReadFile(file)
	if err != nil {
		return stream{}, err
	}
	folder, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return stream{}, err
	}
	var arguments []string
	if lines, err := os.ReadFile(filepath.Join(folder, "args")); err == nil {
		for _, line := range strings.SplitAfter(string(lines), "\n") {
			if line != "" {
				arguments = append(arguments, strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "{case}", folder))
			}
		}
	}
	return stream{name, string(input), arguments}, nil
}

// streamsOf reads all files that match a pattern below a folder, named by their paths from it.
func streamsOf(folder, pattern string) ([]stream, error) {
	files, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil {
		return nil, err
	}
	var all []stream
	for _, file := range files {
		name, err := filepath.Rel(folder, file)
		if err != nil {
			return nil, err
		}
		s, err := streamOf(filepath.ToSlash(name), file)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// judgesOutput is false for arguments without manifests or report in the output.
func (s stream) judgesOutput() bool {
	for _, argument := range s.arguments {
		switch argument {
		case "-q", "--quiet", "--output-dir", "--output-layout", "--diff", "diff", "verify", "--validate":
			return false
		}
	}
	return true
}
