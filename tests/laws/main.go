// Command laws runs the transformer over streams and prints violations of the laws of its output: nothing is missed silently, and the
// report lists every difference. It shares no code with the transformer.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"../batch"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(arguments []string) int {
	if len(arguments) == 0 {
		fmt.Fprint(os.Stderr, `usage: laws FILE [ARGUMENT...]    judges a stream
       laws SEED                  prints a generated stream
       laws serve                 judges the runs of the fuzzer
`)
		return 2
	}
	if arguments[0] == "serve" {
		if err := serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
		return 0
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
	t, err := start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	found, r, err := t.judge(string(input), arguments[1:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	fmt.Printf("exit code %d\n", r.Exit)
	if r.Exit != 0 {
		fmt.Println(r.Report)
	}
	for _, v := range found {
		fmt.Println(v)
	}
	if err := t.Stop(); err != nil {
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
	written  = 0
	rejected = 3
)

// transformer runs streams for the laws.
type transformer struct {
	*batch.Transformer
	templates templates // of generated streams, to be executed
}

func start() (*transformer, error) {
	started, err := batch.Start()
	return &transformer{Transformer: started}, err
}

// run transforms one stream and has the report in JSON.
func (t *transformer) run(input string, arguments ...string) (batch.Result, error) {
	return t.Run(input, append(append([]string{}, arguments...), "--report-format", "json")...)
}

// judge runs one stream and applies the laws. A rejected input breaks no law, but its output must be empty.
func (t *transformer) judge(input string, arguments ...string) ([]violation, batch.Result, error) {
	found, r, err := t.judgeChanges(input, arguments...)
	if err != nil || r.Exit != written {
		return found, r, err
	}
	if _, err := readObjects(input, kubectlYAML); err != nil {
		return found, r, nil // kubectl takes no such input
	}
	said, err := readReport(r.Report)
	if err != nil {
		return nil, r, err
	}
	missed, err := checkCompleteness(r.Output, said, arguments)
	return append(missed, found...), r, err
}

// judgeChanges applies the laws about what a run changed, and not the one about what it missed.
func (t *transformer) judgeChanges(input string, arguments ...string) ([]violation, batch.Result, error) {
	r, err := t.run(input, arguments...)
	if err != nil {
		return nil, r, err
	}
	var found []violation
	if r.Exit != written {
		if r.Exit != rejected {
			found = append(found, violation{"exit code", "run", fmt.Sprintf("%d: %.300s", r.Exit, r.Report)})
		}
		if r.Output != "" {
			found = append(found, violation{"exit code", "run", "something was written to standard output all the same"})
		}
		return found, r, nil
	}
	said, err := readReport(r.Report)
	if err != nil {
		return nil, r, err
	}
	for _, d := range []dialect{kubectlYAML, newerYAML} {
		differences, err := checkDifferences(input, r.Output, said, d)
		if err != nil {
			return nil, r, err
		}
		found = append(found, differences...)
	}
	again, err := t.checkSecondRun(r.Output, arguments)
	return append(found, again...), r, err
}

// checkSecondRun requires that a run over the output succeeds and changes nothing. A user's patch may change something each time.
func (t *transformer) checkSecondRun(output string, arguments []string) ([]violation, error) {
	for _, argument := range arguments {
		if argument == "--patch-dir" {
			return nil, nil
		}
	}
	second, err := t.run(output, arguments...)
	switch {
	case err != nil:
		return nil, err
	case second.Exit != written:
		return []violation{{"second run", "run", fmt.Sprintf("the output is rejected as input, exit code %d: %.300s", second.Exit,
			second.Report)}}, nil
	case second.Output != output:
		return []violation{{"second run", "run", "a second run changes its own output: " + firstDifference(output, second.Output)}}, nil
	}
	return nil, nil
}

// firstDifference shows the first line that differs.
func firstDifference(before, after string) string {
	one, other := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range one {
		if i >= len(other) {
			break
		}
		if one[i] != other[i] {
			return fmt.Sprintf("line %d is %.100q, and was %.100q", i+1, other[i], one[i])
		}
	}
	return fmt.Sprintf("%d lines, and it had %d", len(other), len(one))
}
