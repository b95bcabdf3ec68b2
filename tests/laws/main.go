// Command laws runs the transformer over streams and prints what breaks the laws of its output: nothing is missed silently, and what
// differs is what the report lists. It shares no code with the transformer.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(arguments []string) int {
	if len(arguments) == 0 {
		fmt.Fprintln(os.Stderr, "usage: laws FILE [ARGUMENT...]    judges a stream\n       laws SEED                  prints a generated stream")
		return 2
	}
	if seed, err := strconv.ParseInt(arguments[0], 10, 64); err == nil && len(arguments) == 1 {
		fmt.Print(generate(seed).text)
		return 0
	}
	input, err := os.ReadFile(arguments[0])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	t, err := startTransformer()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	found, r, err := t.judge(string(input), arguments[1:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	fmt.Printf("exit code %d\n", r.exit)
	if r.exit != 0 {
		fmt.Println(r.report)
	}
	for _, v := range found {
		fmt.Println(v)
	}
	if err := t.stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if len(found) > 0 {
		return 1
	}
	return 0
}

// exit codes of the transformer that a law looks at.
const (
	written = 0
	usage   = 2
	refused = 3
)

// judge runs one stream and applies both laws. A refusal is loud, so it breaks neither, but it must leave nothing behind.
func (t *transformer) judge(input string, arguments ...string) ([]violation, result, error) {
	r, err := t.run(input, arguments...)
	if err != nil {
		return nil, r, err
	}
	if r.exit != written {
		var found []violation
		if r.exit != refused && r.exit != usage {
			found = append(found, violation{"exit code", "run", fmt.Sprintf("%d: %.300s", r.exit, r.report)})
		}
		if r.output != "" {
			found = append(found, violation{"exit code", "run", "something was written to standard output all the same"})
		}
		return found, r, nil
	}
	said, err := readReport(r.report)
	if err != nil {
		return nil, r, err
	}
	found, err := checkCompleteness(r.output, said, arguments)
	if err != nil {
		return nil, r, err
	}
	for _, d := range []dialect{kubectlYAML, newerYAML} {
		differences, err := checkDifferences(input, r.output, said, d)
		if err != nil {
			return nil, r, err
		}
		found = append(found, differences...)
	}
	return found, r, nil
}
